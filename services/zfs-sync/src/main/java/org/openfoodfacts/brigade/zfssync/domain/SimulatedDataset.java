package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** What a changed policy would do to one dataset of a node; {@code simulation} null where {@code objection} says why it cannot be followed. */
public record SimulatedDataset(String dataset, PolicySimulation simulation, String objection, long freedAtLeast) {

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
        if (changed != null && changed.policy() == null) {
            return new SimulatedDataset(dataset, null, changed.objection(), 0);
        }
        List<Snapshot> snapshots = known.snapshots.getOrDefault(dataset, List.of());
        PolicySimulation.State state = new PolicySimulation.State(
                snapshots,
                changed == null ? List.of() : changed.protections(),
                known.usedPercent.getOrDefault(dataset.split("/", 2)[0], 0));
        PolicySimulation simulation = PolicySimulation.of(state, policy(old), policy(changed), now);
        Map<String, Long> used = new HashMap<>();
        snapshots.forEach(snapshot -> used.put(snapshot.name(), snapshot.usedBytes()));
        long freed = simulation.destroyed().destroy().stream()
                .mapToLong(snapshot -> used.get(snapshot.name()))
                .sum();
        return new SimulatedDataset(dataset, simulation, null, freed);
    }

    private static SnapshotPolicy policy(DatasetPolicy policy) {
        return policy == null ? null : policy.policy();
    }
}
