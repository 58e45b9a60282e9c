package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs destroy} of snapshots (lists and ranges), bookmarks and file systems. Snapshots go all or none. */
final class ZfsDestroy {
    private final ZfsCatalogue catalogue;

    ZfsDestroy(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult run(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "nvprRdf");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().size() != 1) {
            return SimulatedTool.fail(2, "missing dataset argument\n" + SimulatedZfs.usage());
        }
        String name = options.operands().getFirst();
        if (name.contains("@")) {
            return snapshots(options, name);
        }
        return name.contains("#") ? bookmark(name) : dataset(options, name);
    }

    private ExecResult snapshots(ToolOptions options, String specification) {
        String dataset = specification.substring(0, specification.indexOf('@'));
        if (!catalogue.datasets().containsKey(dataset)) {
            return SimulatedZfs.notThere(dataset);
        }
        List<String> names = new ArrayList<>();
        for (String part : specification.substring(dataset.length() + 1).split(",")) {
            for (String target : options.has('r') ? catalogue.tree(dataset) : List.of(dataset)) {
                names.addAll(named(target, part));
            }
        }
        if (names.isEmpty()) {
            return SimulatedTool.fail(1, "could not find any snapshots to destroy; check snapshot names.\n");
        }
        for (String name : names) {
            List<String> clones = catalogue.clonesOf(name);
            if (!clones.isEmpty()) {
                return SimulatedTool.fail(
                        1,
                        "cannot destroy '" + name + "': snapshot has dependent clones\n"
                                + "use '-R' to destroy the following datasets:\n" + String.join("\n", clones) + "\n");
            }
        }
        String said = said(options, names);
        if (options.has('n')) {
            return SimulatedTool.ok(said);
        }
        Optional<ExecResult> refusal = held(names);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        names.forEach(catalogue.snapshots()::remove);
        catalogue.nextTxg(dataset);
        catalogue.save();
        return SimulatedTool.ok(said);
    }

    private Optional<ExecResult> held(List<String> names) {
        return names.stream()
                .filter(name -> !catalogue.snapshots().get(name).holds().isEmpty())
                .findFirst()
                .map(name -> SimulatedTool.fail(
                        1,
                        "cannot destroy snapshot " + name + ": it's being held. Run 'zfs holds -r " + name
                                + "' to see holders.\n"));
    }

    /** One name, or a range {@code first%last} in order of age; what does not exist is left out, as zfs does. */
    private List<String> named(String dataset, String part) {
        List<String> present = catalogue.snapshotsOf(dataset);
        if (!part.contains("%")) {
            return present.stream().filter((dataset + "@" + part)::equals).toList();
        }
        String[] ends = part.split("%", -1);
        int first = ends[0].isEmpty() ? 0 : present.indexOf(dataset + "@" + ends[0]);
        int last = ends[1].isEmpty() ? present.size() - 1 : present.indexOf(dataset + "@" + ends[1]);
        return first < 0 || last < first ? List.of() : present.subList(first, last + 1);
    }

    private String said(ToolOptions options, List<String> names) {
        if (!options.has('v')) {
            return "";
        }
        String would = options.has('n') ? "would" : "will";
        long freed = names.stream()
                .map(catalogue.snapshots()::get)
                .mapToLong(Snapshot::usedBytes)
                .sum();
        StringBuilder said = new StringBuilder();
        for (String name : names) {
            said.append(options.has('p') ? "destroy\t" : would + " destroy ")
                    .append(name)
                    .append('\n');
        }
        return said.append(options.has('p') ? "reclaim\t" + freed : would + " reclaim " + ToolTable.size(freed))
                .append('\n')
                .toString();
    }

    private ExecResult bookmark(String name) {
        if (catalogue.bookmarks().remove(name) == null) {
            return SimulatedTool.fail(1, "bookmark '" + name + "' does not exist.\n");
        }
        catalogue.save();
        return SimulatedTool.ok("");
    }

    private ExecResult dataset(ToolOptions options, String name) {
        if (!catalogue.datasets().containsKey(name)) {
            return SimulatedZfs.notThere(name);
        }
        List<String> below = new ArrayList<>(catalogue.tree(name));
        below.remove(name);
        List<String> points = new ArrayList<>();
        catalogue.tree(name).forEach(dataset -> points.addAll(catalogue.snapshotsOf(dataset)));
        List<String> dependents = new ArrayList<>(below);
        dependents.addAll(points);
        if (!dependents.isEmpty() && !options.has('r') && !options.has('R')) {
            return SimulatedTool.fail(
                    1,
                    "cannot destroy '" + name + "': filesystem has children\n"
                            + "use '-r' to destroy the following datasets:\n" + String.join("\n", dependents) + "\n");
        }
        List<String> tree = catalogue.tree(name);
        List<String> clones = points.stream()
                .flatMap(point -> catalogue.clonesOf(point).stream())
                .filter(clone -> !tree.contains(clone))
                .toList();
        if (!clones.isEmpty()) {
            return SimulatedTool.fail(
                    1,
                    "cannot destroy '" + name + "': filesystem has dependent clones\n"
                            + "use '-R' to destroy the following datasets:\n" + String.join("\n", clones) + "\n");
        }
        if (!options.has('n')) {
            Optional<ExecResult> refusal = held(points);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            points.forEach(catalogue.snapshots()::remove);
            below.forEach(catalogue.datasets()::remove);
            catalogue.datasets().remove(name);
            catalogue.nextTxg(name);
            catalogue.save();
        }
        return SimulatedTool.ok("");
    }
}
