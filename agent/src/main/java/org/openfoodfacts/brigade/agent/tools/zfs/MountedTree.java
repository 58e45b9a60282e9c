package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.tools.mounts.Exports;
import org.openfoodfacts.brigade.agent.tools.mounts.MountTable;
import org.openfoodfacts.brigade.agent.tools.mounts.MountedAgain;
import org.openfoodfacts.brigade.agent.tools.zfs.DatasetTree.Node;

/** What of a tree is mounted, where, and whether some of it is exported. */
record MountedTree(List<Node> datasets, Map<String, String> places, boolean exported) {

    /** What lies inside of another's mount point comes before it. */
    static MountedTree of(DatasetTree tree, Machine machine) {
        Map<String, String> places = new MountTable(machine).places();
        List<Node> mounted = tree.mounted().stream()
                .sorted(Comparator.comparing((Node dataset) -> place(dataset, places))
                        .reversed())
                .toList();
        List<String> mountpoints =
                mounted.stream().map(dataset -> place(dataset, places)).toList();
        return new MountedTree(
                mounted, places, !new Exports(machine.exec()).at(mountpoints).isEmpty());
    }

    /** The kernel's word; where it has none, what the property says. */
    private static String place(Node dataset, Map<String, String> places) {
        return places.getOrDefault(dataset.name(), dataset.mountpoint());
    }

    String place(Node dataset) {
        return place(dataset, places);
    }

    /** So that all of it is mounted again, also after a crash, under each of the names it may have by then. */
    void remember(MountedAgain note, Function<String, Stream<String>> names) {
        if (!datasets.isEmpty()) {
            note.remember(
                    datasets.reversed().stream()
                            .flatMap(dataset -> names.apply(dataset.name())
                                    .map(name -> new MountedAgain.Dataset(name, dataset.guid())))
                            .toList(),
                    exported);
        }
    }
}
