package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetDestroyed;

/** A dataset, first, and all that lies below it, parents before children; with all their snapshots. */
record DatasetTree(List<Node> datasets, List<Point> snapshots) {
    private static final int COLUMNS = 8;
    private static final int MOST_NAMED = 10;

    /** {@code mountpoint} is what the property says, null where it is not mounted. */
    record Node(String name, String guid, long used, boolean isVolume, String mountpoint) {}

    record Point(String name, boolean held, List<String> clones) {}

    static List<String> listing(String dataset) {
        return listing(dataset, "filesystem,volume,snapshot");
    }

    static List<String> listingWithoutSnapshots(String dataset) {
        return listing(dataset, "filesystem,volume");
    }

    private static List<String> listing(String dataset, String types) {
        String columns = "name,guid,used,userrefs,clones,type,mounted,mountpoint";
        return List.of("zfs", "list", "-Hp", "-r", "-t", types, "-o", columns, dataset);
    }

    /** Of the lines of a listing. */
    static DatasetTree of(List<String> lines) {
        List<Node> datasets = new ArrayList<>();
        List<Point> snapshots = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\t", COLUMNS);
            if (fields[0].contains("@")) {
                snapshots.add(new Point(fields[0], !List.of("0", "-").contains(fields[3]), names(fields[4])));
            } else {
                String mountpoint = fields[6].equals("yes") ? fields[7] : null;
                boolean isVolume = fields[5].equals("volume");
                datasets.add(new Node(fields[0], fields[1], ToolNumbers.longOr(fields[2], 0), isVolume, mountpoint));
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

    List<String> names() {
        return datasets.stream().map(Node::name).toList();
    }

    DatasetDestroyed destroyed(String reason) {
        Node top = datasets.getFirst();
        return new DatasetDestroyed(top.name(), names(), snapshots.size(), top.used(), reason);
    }

    /** In words, what of it is no more when {@code left} is what is there; empty when all is. */
    String goneSince(DatasetTree left) {
        List<String> gone = new ArrayList<>(names());
        gone.removeAll(left.names());
        int fewer = snapshots.size() - left.snapshots().size();
        if (gone.isEmpty() && fewer == 0) {
            return "";
        }
        String more = gone.size() > MOST_NAMED ? " and " + (gone.size() - MOST_NAMED) + " more" : "";
        String datasetsGone = String.join(", ", gone.subList(0, Math.min(MOST_NAMED, gone.size()))) + more;
        return "gone are " + (gone.isEmpty() ? "" : datasetsGone + "; ") + fewer
                + (fewer == 1 ? " snapshot" : " snapshots");
    }

    /** Why it is not what was spoken of: another dataset, or more. Empty when it is. */
    Optional<String> objection(String guid, List<Below> below) {
        Node top = datasets.getFirst();
        if (!top.guid().equals(guid)) {
            return Optional.of(top.name() + " is another dataset: its guid is " + top.guid() + ", not " + guid);
        }
        Set<Below> spokenOf = new HashSet<>(below);
        return datasets.stream()
                .skip(1)
                .filter(dataset -> !spokenOf.contains(new Below(dataset.name(), dataset.guid())))
                .findFirst()
                .map(dataset -> dataset.name() + " with the guid " + dataset.guid() + " lies below, too");
    }

    /** Why it is not what was spoken of, or cannot go; empty when nothing is in the way. */
    Optional<String> objection(DestroyDataset command) {
        return objection(command.guid(), command.below()).or(this::cannotGo);
    }

    private Optional<String> cannotGo() {
        Stream<String> held = snapshots.stream().filter(Point::held).map(snapshot -> snapshot.name() + " is held");
        Stream<String> legacy = datasets.stream()
                .filter(dataset -> "legacy".equals(dataset.mountpoint()))
                .map(dataset -> dataset.name() + " is mounted by hand (mountpoint=legacy)");
        return Stream.of(held, cloned(), legacy).flatMap(reasons -> reasons).findFirst();
    }

    private Stream<String> cloned() {
        Set<String> own = new HashSet<>();
        datasets.forEach(dataset -> own.add(dataset.name()));
        return snapshots.stream()
                .filter(snapshot -> !own.containsAll(snapshot.clones()))
                .map(snapshot -> snapshot.name() + " has clones (" + String.join(",", snapshot.clones()) + ")");
    }
}
