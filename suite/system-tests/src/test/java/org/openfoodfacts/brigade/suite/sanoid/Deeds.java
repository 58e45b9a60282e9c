package org.openfoodfacts.brigade.suite.sanoid;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.snapshots.DueSnapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotSchedule;

/** What one run does to one dataset: {@code take NAME}, {@code take-r NAME}, {@code destroy NAME}. */
final class Deeds {
    private Deeds() {}

    /** What Brigade's planners make of the same history, clock and policy. */
    static Set<String> planned(Case of, Dataset dataset, Instant now) {
        Set<String> deeds = new TreeSet<>();
        String take = dataset.policy.recursive() ? "take-r " : "take ";
        for (DueSnapshot due :
                SnapshotSchedule.due(dataset.policy, SnapshotSchedule.newest(dataset.snapshots), now, of.zone())) {
            due.names().stream()
                    .filter(name -> !of.forReal() || !dataset.has(name))
                    .findFirst()
                    .ifPresent(name -> deeds.add(take + name));
        }
        Retention.plan(dataset.policy, dataset.snapshots, Set.of(), of.usedPercent(), now).destroy().stream()
                .map(SnapshotRef::name)
                .forEach(name -> deeds.add("destroy " + name));
        return deeds;
    }

    /** The history goes on as sanoid left it. */
    static void apply(Dataset dataset, Set<String> deeds, Instant now) {
        for (String deed : deeds) {
            String name = deed.substring(deed.indexOf(' ') + 1);
            if (deed.startsWith("destroy ")) {
                dataset.remove(name);
            } else if (!dataset.has(name)) {
                dataset.add(name, now);
            }
        }
    }

    /** {@code take tank/a@name} lines by dataset. */
    static Map<String, Set<String>> byDataset(Iterable<String> lines) {
        Map<String, Set<String>> byDataset = new LinkedHashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            int at = line.indexOf('@');
            byDataset
                    .computeIfAbsent(line.substring(blank + 1, at), _ -> new TreeSet<>())
                    .add(line.substring(0, blank + 1) + line.substring(at + 1));
        }
        return byDataset;
    }
}
