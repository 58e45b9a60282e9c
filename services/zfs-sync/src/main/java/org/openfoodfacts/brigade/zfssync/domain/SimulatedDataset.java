package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 */
public record SimulatedDataset(
        String dataset,
        DatasetPolicy.Mode mode,
        PolicySimulation simulation,
        String objection,
        String keepAll,
        List<Spared> breaks,
        long freedAtLeast) {
    public SimulatedDataset {
        breaks = List.copyOf(breaks);
    }

    /** All of a node: its snapshots by dataset, and how full its pools are in per cent. */
    public record Known(Map<String, List<Snapshot>> snapshots, Map<String, Integer> usedPercent) {
        public Known {
            snapshots = Map.copyOf(snapshots);
            usedPercent = Map.copyOf(usedPercent);
        }
    }

    /**
     * Of every dataset that the old or the new file speaks of, by name.
     *
     * @param today how it is declared now
     * @param datasets all of the node
     */
    public static List<SimulatedDataset> of(
            SimulationWish wish,
            PolicyMap map,
            NodePolicies today,
            Collection<String> datasets,
            Known known,
            Instant now) {
        List<String> asked = datasets.stream().filter(wish::asksFor).toList();
        Map<String, DatasetPolicy> before = byDataset(map.of(today, asked));
        List<SimulatedDataset> simulated = new ArrayList<>();
        Map<String, DatasetPolicy> after = byDataset(map.of(wish.asDeclared(today), asked));
        for (String dataset : asked.stream().sorted().toList()) {
            DatasetPolicy old = before.get(dataset);
            DatasetPolicy changed = after.get(dataset);
            if (old != null || changed != null) {
                simulated.add(simulate(dataset, old, changed, known, now));
            }
        }
        return simulated;
    }

    private static Map<String, DatasetPolicy> byDataset(List<DatasetPolicy> policies) {
        Map<String, DatasetPolicy> byDataset = new HashMap<>();
        policies.forEach(policy -> byDataset.put(policy.place().dataset(), policy));
        return byDataset;
    }

    private static SimulatedDataset simulate(
            String dataset, DatasetPolicy old, DatasetPolicy changed, Known known, Instant now) {
        DatasetPolicy shown = changed == null ? old : changed;
        if (changed != null && changed.objection() != null) {
            return new SimulatedDataset(dataset, changed.mode(), null, changed.objection(), null, List.of(), 0);
        }
        boolean isManaged = shown.mode() == DatasetPolicy.Mode.MANAGE;
        List<Snapshot> snapshots = known.snapshots.getOrDefault(dataset, List.of());
        PolicySimulation.State state = new PolicySimulation.State(
                snapshots,
                isManaged ? shown.protections() : List.of(),
                known.usedPercent.getOrDefault(DatasetName.pool(dataset), 0),
                isManaged && shown.keepAll() != null);
        PolicySimulation simulation = PolicySimulation.of(state, policy(old), policy(changed), now);
        return new SimulatedDataset(
                dataset,
                shown.mode(),
                simulation,
                null,
                isManaged ? shown.keepAll() : null,
                isManaged ? List.of() : broken(simulation, shown.protections()),
                freed(simulation, snapshots));
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
