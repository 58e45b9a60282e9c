package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import java.util.NavigableMap;
import java.util.function.UnaryOperator;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;

/** {@code zfs rename} of datasets and snapshots, and {@code zfs promote}: names change, guids and transaction groups do not. */
final class ZfsRename {
    private final ZfsCatalogue catalogue;

    ZfsRename(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult rename(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "fpru");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().size() != 2) {
            return SimulatedTool.fail(2, "missing source dataset argument\n" + SimulatedZfs.usage());
        }
        String from = options.operands().getFirst();
        String to = options.operands().getLast();
        if (from.contains("@")) {
            return snapshot(options, from, to);
        }
        return catalogue.datasets().containsKey(from) ? dataset(options, from, to) : SimulatedZfs.notThere(from);
    }

    private ExecResult snapshot(ToolOptions options, String from, String to) {
        String dataset = from.substring(0, from.indexOf('@'));
        String name = to.substring(to.indexOf('@') + 1);
        if (!catalogue.snapshots().containsKey(from)) {
            return SimulatedZfs.notThere(from);
        }
        if (to.contains("@") && !to.startsWith("@") && !to.startsWith(dataset + "@")) {
            return SimulatedTool.fail(1, "cannot rename to '" + to + "': snapshots must be part of same dataset\n");
        }
        if (catalogue.snapshots().containsKey(dataset + "@" + name)) {
            return SimulatedTool.fail(1, "cannot rename '" + from + "': dataset already exists\n");
        }
        String suffix = from.substring(dataset.length());
        for (String target : options.has('r') ? catalogue.tree(dataset) : List.of(dataset)) {
            move(catalogue.snapshots(), target + suffix, target + "@" + name);
            pointOrigins(target + suffix, target + "@" + name);
        }
        return changed(dataset);
    }

    private ExecResult dataset(ToolOptions options, String from, String to) {
        String parent = to.substring(0, Math.max(0, to.lastIndexOf('/')));
        if (catalogue.datasets().containsKey(to)) {
            return SimulatedTool.fail(1, "cannot rename '" + from + "': dataset already exists\n");
        }
        if (to.startsWith(from + "/")) {
            return SimulatedTool.fail(
                    1,
                    "cannot rename to '" + to + "': New dataset name cannot be a descendant of current dataset name\n");
        }
        if (!catalogue.pools().containsKey(ZfsCatalogue.pool(to))) {
            return SimulatedZfs.noPool(to);
        }
        if (!catalogue.datasets().containsKey(parent) && !options.has('p')) {
            return SimulatedTool.fail(1, "cannot create '" + to + "': parent does not exist\n");
        }
        catalogue.addParents(to);
        UnaryOperator<String> renamed = name -> to + name.substring(from.length());
        for (String name : catalogue.tree(from)) {
            catalogue.snapshotsOf(name).forEach(snapshot -> {
                move(catalogue.snapshots(), snapshot, renamed.apply(snapshot));
                pointOrigins(snapshot, renamed.apply(snapshot));
            });
            catalogue.bookmarksOf(name).forEach(mark -> move(catalogue.bookmarks(), mark, renamed.apply(mark)));
            move(catalogue.partials(), name, renamed.apply(name));
            move(catalogue.datasets(), name, renamed.apply(name));
        }
        return changed(to);
    }

    ExecResult promote(List<String> arguments) {
        if (arguments.size() != 1) {
            return SimulatedTool.fail(2, "missing clone filesystem argument\n" + SimulatedZfs.usage());
        }
        String clone = arguments.getFirst();
        Dataset dataset = catalogue.datasets().get(clone);
        if (dataset == null) {
            return SimulatedZfs.notThere(clone);
        }
        if (dataset.origin() == null) {
            return SimulatedTool.fail(1, "cannot promote '" + clone + "': not a cloned filesystem\n");
        }
        String origin = dataset.origin();
        String parent = origin.substring(0, origin.indexOf('@'));
        Dataset before = catalogue.datasets().get(parent);
        List<String> shared = catalogue.snapshotsOf(parent);
        for (String name : shared.subList(0, shared.indexOf(origin) + 1)) {
            String now = clone + name.substring(parent.length());
            move(catalogue.snapshots(), name, now);
            pointOrigins(name, now);
        }
        String turned = clone + origin.substring(parent.length());
        catalogue.datasets().put(clone, dataset.clonedFrom(before.origin()));
        catalogue.datasets().put(parent, before.clonedFrom(turned));
        return changed(clone);
    }

    private void pointOrigins(String from, String to) {
        catalogue
                .clonesOf(from)
                .forEach(clone -> catalogue.datasets().computeIfPresent(clone, (_, dataset) -> dataset.clonedFrom(to)));
    }

    private static <V> void move(NavigableMap<String, V> rows, String from, String to) {
        V row = rows.remove(from);
        if (row != null) {
            rows.put(to, row);
        }
    }

    private ExecResult changed(String dataset) {
        catalogue.nextTxg(dataset);
        catalogue.save();
        return SimulatedTool.ok("");
    }
}
