package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * The snapshots of the managed datasets, oldest first, in one call for all of them. Of holds it knows only that there are some.
 * {@code problem} is set when zfs did not say what there is; then nothing may be concluded. {@code untold} are the datasets of whose holds zfs did not say
 * whose they are: of them nothing may be destroyed.
 */
record SnapshotListing(Map<String, List<Snapshot>> byDataset, Set<String> untold, String problem) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The kernel takes 2 MiB of arguments. */
    private static final int DATASETS_PER_CALL = 4000;

    private static final int COLUMNS = 6;

    static SnapshotListing of(Exec exec, List<String> datasets) {
        Map<String, List<Snapshot>> byDataset = new HashMap<>();
        for (int start = 0; start < datasets.size(); start += DATASETS_PER_CALL) {
            List<String> some = datasets.subList(start, Math.min(start + DATASETS_PER_CALL, datasets.size()));
            ToolLines listed = list(exec, some);
            if (!listed.succeeded() && !listed.lacksSome()) {
                return new SnapshotListing(Map.of(), Set.of(), "zfs list: " + ToolFailure.describe(listed.end()));
            }
            for (String line : listed.lines()) {
                if (!add(line.split("\t", -1), byDataset)) {
                    return new SnapshotListing(Map.of(), Set.of(), "zfs list printed a line of another form: " + line);
                }
            }
        }
        return new SnapshotListing(byDataset, Set.of(), null);
    }

    /** With the tags of those that are held; of one whose tags are not told it stays known that it is held. */
    SnapshotListing withTags(Exec exec) {
        List<String> held = new ArrayList<>();
        byDataset.forEach((dataset, snapshots) -> snapshots.stream()
                .filter(snapshot -> !snapshot.holds().isEmpty())
                .forEach(snapshot -> held.add(dataset + "@" + snapshot.name())));
        SnapshotHolds.Told asked = SnapshotHolds.told(exec, held);
        Map<String, List<Snapshot>> told = new HashMap<>();
        byDataset.forEach((dataset, snapshots) -> told.put(
                dataset,
                snapshots.stream()
                        .map(snapshot -> snapshot.withHolds(
                                asked.tags().getOrDefault(dataset + "@" + snapshot.name(), snapshot.holds())))
                        .toList()));
        Set<String> untold = asked.untold().stream().map(PolicyHolds::dataset).collect(Collectors.toSet());
        return new SnapshotListing(told, untold, problem);
    }

    /** Empty when there is no such dataset. */
    Optional<List<Snapshot>> of(String dataset) {
        return Optional.ofNullable(byDataset.get(dataset));
    }

    private static ToolLines list(Exec exec, List<String> datasets) {
        List<String> argv = new ArrayList<>(List.of("zfs", "list", "-Hp", "-d", "1"));
        argv.addAll(List.of("-t", "filesystem,volume,snapshot", "-s", "createtxg"));
        argv.addAll(List.of("-o", "name,guid,createtxg,creation,userrefs,clones"));
        argv.addAll(datasets);
        return ToolLines.of(exec, Invocation.of(argv.toArray(String[]::new)).within(PATIENCE));
    }

    private static boolean add(String[] fields, Map<String, List<Snapshot>> byDataset) {
        if (fields.length != COLUMNS) {
            return false;
        }
        int at = fields[0].indexOf('@');
        if (at < 0) {
            byDataset.computeIfAbsent(fields[0], _ -> new ArrayList<>());
            return true;
        }
        boolean held = !fields[4].equals("0");
        boolean cloned = !fields[5].isEmpty() && !fields[5].equals("-");
        try {
            Snapshot snapshot = new Snapshot(
                    fields[0].substring(at + 1),
                    fields[1],
                    Long.parseLong(fields[2]),
                    Instant.ofEpochSecond(Long.parseLong(fields[3])),
                    0,
                    held ? List.of("some hold") : List.of(),
                    cloned ? List.of(fields[5].split(",")) : List.of(),
                    null);
            byDataset
                    .computeIfAbsent(fields[0].substring(0, at), _ -> new ArrayList<>())
                    .add(snapshot);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
