package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs rollback}: to the newest snapshot; with {@code -r} to an older one, and what is newer is destroyed. */
final class ZfsRollback {
    private final ZfsCatalogue catalogue;

    ZfsRollback(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult run(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "rRf");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().size() != 1) {
            return SimulatedTool.fail(2, "missing dataset argument\n" + SimulatedZfs.usage());
        }
        String name = options.operands().getFirst();
        Snapshot to = catalogue.snapshots().get(name);
        if (to == null) {
            return SimulatedZfs.notThere(name);
        }
        String dataset = name.substring(0, name.indexOf('@'));
        List<String> snapshots = catalogue.snapshotsOf(dataset).stream()
                .filter(own -> catalogue.snapshots().get(own).createTxg() > to.createTxg())
                .toList();
        List<String> bookmarks = catalogue.bookmarksOf(dataset).stream()
                .filter(own -> catalogue.bookmarks().get(own).createTxg() > to.createTxg())
                .toList();
        List<String> inTheWay = new ArrayList<>(snapshots);
        inTheWay.addAll(bookmarks);
        if (!inTheWay.isEmpty() && !options.has('r')) {
            return SimulatedTool.fail(
                    1,
                    "cannot rollback to '" + name + "': more recent snapshots or bookmarks exist\n"
                            + "use '-r' to force deletion of the following snapshots and bookmarks:\n"
                            + String.join("\n", inTheWay) + "\n");
        }
        List<String> clones = snapshots.stream()
                .flatMap(own -> catalogue.clonesOf(own).stream())
                .toList();
        if (!clones.isEmpty()) {
            return SimulatedTool.fail(
                    1,
                    "cannot rollback to '" + name + "': clones of previous snapshots exist\n"
                            + "use '-R' to force deletion of the following clones and dependents:\n"
                            + String.join("\n", clones) + "\n");
        }
        snapshots.forEach(catalogue.snapshots()::remove);
        bookmarks.forEach(catalogue.bookmarks()::remove);
        catalogue.datasets().computeIfPresent(dataset, (_, known) -> known.referring(to.referencedBytes()));
        catalogue.nextTxg(dataset);
        catalogue.save();
        return SimulatedTool.ok("");
    }
}
