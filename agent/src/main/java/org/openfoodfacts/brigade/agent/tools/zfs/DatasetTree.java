package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.LineParser;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetDestroyed;

/**
 * A dataset, first, and all that lies below it, parents before children. Of their snapshots, which may be more than fit into memory: how many there are, the
 * first that is held (else null), and those that have clones.
 */
record DatasetTree(List<Node> datasets, int snapshots, String held, List<Cloned> cloned) {
    private static final int COLUMNS = 8;
    private static final int MOST_NAMED = 10;

    /** {@code mountpoint} is what the property says, null where it is not mounted. */
    record Node(String name, String guid, long used, boolean isVolume, String mountpoint) {}

    record Cloned(String snapshot, List<String> clones) {}

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
        Lines listed = new Lines();
        lines.forEach(listed::parse);
        return listed.tree();
    }

    /** Those of a listing, as they come. */
    static final class Lines extends LineParser {
        private final List<Node> datasets = new ArrayList<>();
        private final List<Cloned> cloned = new ArrayList<>();
        private int snapshots;
        private String held;
        private String odd;

        @Override
        public synchronized void parse(String line) {
            String[] fields = line.split("\t", COLUMNS);
            if (fields.length != COLUMNS) {
                odd = odd == null ? line : odd;
            } else if (fields[0].contains("@")) {
                addSnapshot(fields);
            } else {
                String mountpoint = fields[6].equals("yes") ? fields[7] : null;
                boolean isVolume = fields[5].equals("volume");
                datasets.add(new Node(fields[0], fields[1], ToolNumbers.longOr(fields[2], 0), isVolume, mountpoint));
            }
        }

        private void addSnapshot(String[] fields) {
            snapshots++;
            if (held == null && !List.of("0", "-").contains(fields[3])) {
                held = fields[0];
            }
            List<String> clones = names(fields[4]);
            if (!clones.isEmpty()) {
                cloned.add(new Cloned(fields[0], clones));
            }
        }

        synchronized DatasetTree tree() {
            if (odd != null) {
                throw new IllegalStateException("zfs list printed a line of another form: " + odd);
            }
            return new DatasetTree(List.copyOf(datasets), snapshots, held, List.copyOf(cloned));
        }
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
        return new DatasetDestroyed(top.name(), names(), snapshots, top.used(), reason);
    }

    /** In words, what of it is no more when {@code left} is what is there; empty when all is. */
    String goneSince(DatasetTree left) {
        List<String> gone = new ArrayList<>(names());
        gone.removeAll(Set.copyOf(left.names()));
        int fewer = snapshots - left.snapshots();
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
        Stream<String> isHeld = Stream.ofNullable(held).map(snapshot -> snapshot + " is held");
        Stream<String> legacy = datasets.stream()
                .filter(dataset -> "legacy".equals(dataset.mountpoint()))
                .map(dataset -> dataset.name() + " is mounted by hand (mountpoint=legacy)");
        return Stream.of(isHeld, clonedByOthers(), legacy)
                .flatMap(reasons -> reasons)
                .findFirst();
    }

    private Stream<String> clonedByOthers() {
        Set<String> own = Set.copyOf(names());
        return cloned.stream()
                .filter(snapshot -> !own.containsAll(snapshot.clones()))
                .map(snapshot -> snapshot.snapshot() + " has clones (" + String.join(",", snapshot.clones()) + ")");
    }
}
