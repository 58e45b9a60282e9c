package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan.Spared;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * What a changed policy would do to one dataset of a node; {@code simulation} null where {@code objection} says why it cannot be followed. {@code keepAll}
 * says why nothing is destroyed for now. {@code breaks} are those that sanoid, which knows of no copies, would destroy although one goes on from them.
 * {@code overwritten} is null where that cannot be told.
 */
public record SimulatedDataset(
        String dataset,
        DatasetPolicy.Mode mode,
        PolicySimulation simulation,
        String objection,
        String keepAll,
        List<Spared> breaks,
        long freedAtLeast,
        HeldBytes overwritten) {
    public SimulatedDataset {
        breaks = List.copyOf(breaks);
    }

    /**
     * @param snapshots all of the dataset, oldest first
     * @param usedPercent how full its pool is
     */
    public static SimulatedDataset of(PolicyChange change, List<Snapshot> snapshots, int usedPercent, Instant now) {
        String dataset = change.dataset();
        DatasetPolicy old = change.before();
        DatasetPolicy changed = change.after();
        DatasetPolicy shown = changed == null ? old : changed;
        if (changed != null && changed.objection() != null) {
            return new SimulatedDataset(dataset, changed.mode(), null, changed.objection(), null, List.of(), 0, null);
        }
        boolean isManaged = shown.mode() == DatasetPolicy.Mode.MANAGE;
        PolicySimulation.State state = new PolicySimulation.State(
                snapshots,
                isManaged ? shown.protections() : List.of(),
                usedPercent,
                isManaged && shown.keepAll() != null);
        PolicySimulation simulation = PolicySimulation.of(state, policy(old), policy(changed), now);
        return new SimulatedDataset(
                dataset,
                shown.mode(),
                simulation,
                null,
                isManaged ? shown.keepAll() : null,
                isManaged ? List.of() : broken(simulation, shown.protections()),
                freed(simulation, snapshots),
                HeldBytes.of(snapshots, policy(old), policy(changed)).orElse(null));
    }

    private static List<Spared> broken(PolicySimulation simulation, List<Protection> protections) {
        Map<String, List<Protection>> byGuid = protections.stream().collect(groupingBy(Protection::guid));
        return simulation.destroyed().destroy().stream()
                .filter(snapshot -> byGuid.containsKey(snapshot.guid()))
                .map(snapshot -> new Spared(snapshot, byGuid.get(snapshot.guid())))
                .toList();
    }

    private static long freed(PolicySimulation simulation, List<Snapshot> snapshots) {
        Map<String, Long> used = new HashMap<>();
        snapshots.forEach(snapshot -> used.put(snapshot.name(), snapshot.usedBytes()));
        return simulation.destroyed().destroy().stream()
                .mapToLong(snapshot -> used.get(snapshot.name()))
                .sum();
    }

    private static SnapshotPolicy policy(DatasetPolicy policy) {
        return policy == null ? null : policy.policy();
    }
}
