package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetDestroyed;

/** A dataset, first, and all that lies below it, parents before children; with all their snapshots. */
record DatasetTree(List<Node> datasets, List<Point> snapshots) {
    private static final int COLUMNS = 7;

    /** {@code mountpoint} is null where it is not mounted. */
    record Node(String name, String guid, long used, String mountpoint) {}

    record Point(String name, boolean held, List<String> clones) {}

    static List<String> listing(String dataset) {
        return List.of(
                "zfs",
                "list",
                "-Hp",
                "-r",
                "-t",
                "filesystem,volume,snapshot",
                "-o",
                "name,guid,used,userrefs,clones,mounted,mountpoint",
                dataset);
    }

    /** Of the lines of {@link #listing}. */
    static DatasetTree of(List<String> lines) {
        List<Node> datasets = new ArrayList<>();
        List<Point> snapshots = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\t", COLUMNS);
            if (fields[0].contains("@")) {
                snapshots.add(new Point(fields[0], !List.of("0", "-").contains(fields[3]), names(fields[4])));
            } else {
                String mountpoint = fields[5].equals("yes") ? fields[6] : null;
                datasets.add(new Node(fields[0], fields[1], ToolNumbers.longOr(fields[2], 0), mountpoint));
            }
        }
        return new DatasetTree(datasets, snapshots);
    }

    private static List<String> names(String clones) {
        return clones.isEmpty() || clones.equals("-") ? List.of() : List.of(clones.split(","));
    }

    List<Node> mounted() {
        return datasets.stream().filter(dataset -> dataset.mountpoint() != null).toList();
    }

    DatasetDestroyed destroyed() {
        Node top = datasets.getFirst();
        return new DatasetDestroyed(
                top.name(), datasets.stream().map(Node::name).toList(), snapshots.size(), top.used());
    }

    /** Why it is not what was spoken of, or cannot go; empty when nothing is in the way. */
    Optional<String> objection(DestroyDataset command) {
        Node top = datasets.getFirst();
        if (!top.guid().equals(command.guid())) {
            return Optional.of(
                    top.name() + " is another dataset: its guid is " + top.guid() + ", not " + command.guid());
        }
        Set<String> spokenOf = new HashSet<>(command.below());
        spokenOf.add(command.dataset());
        Stream<String> below = datasets.stream()
                .map(Node::name)
                .filter(name -> !spokenOf.contains(name))
                .map(name -> name + " lies below, too");
        Stream<String> held = snapshots.stream().filter(Point::held).map(snapshot -> snapshot.name() + " is held");
        return Stream.of(below, held, cloned()).flatMap(reasons -> reasons).findFirst();
    }

    private Stream<String> cloned() {
        Set<String> own = new HashSet<>();
        datasets.forEach(dataset -> own.add(dataset.name()));
        return snapshots.stream()
                .filter(snapshot -> !own.containsAll(snapshot.clones()))
                .map(snapshot -> snapshot.name() + " has clones (" + String.join(",", snapshot.clones()) + ")");
    }
}
