package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;

/** From round to round: what failed, and what comes first next time, so that nothing that fails or takes long keeps another dataset or pool waiting for ever. */
final class PolicyTurns {
    /** Datasets of which not all could be done that was to be, and why; the one that has waited the longest first. */
    private final Map<String, String> failing = new LinkedHashMap<>();

    private final Map<String, PolicyRun> runs = new HashMap<>();
    /** Pools that could not be listed, and why. */
    private final Map<String, String> silent = new HashMap<>();

    /** In the order in which they had their turn. */
    private final List<String> pools = new ArrayList<>();

    void retain(Set<String> datasets) {
        failing.keySet().retainAll(datasets);
        runs.keySet().retainAll(datasets);
    }

    void failed(String dataset, String why) {
        failing.remove(dataset);
        failing.put(dataset, why);
    }

    void succeeded(String dataset) {
        failing.remove(dataset);
    }

    /** Why it failed last; null when it did not. */
    String failure(String dataset) {
        return failing.get(dataset);
    }

    /** What fails again and again keeps no other dataset waiting; of those that fail the one that has waited the longest comes first. */
    List<ManagedDataset> failingLast(Collection<ManagedDataset> datasets) {
        List<String> waiting = List.copyOf(failing.keySet());
        return datasets.stream()
                .sorted(Comparator.comparingInt(managed -> waiting.indexOf(managed.dataset())))
                .toList();
    }

    /** The one whose turn is the longest ago first. */
    List<String> poolsInTurn(Collection<String> all) {
        return all.stream().sorted(Comparator.comparingInt(pools::indexOf)).toList();
    }

    void hadItsTurn(String pool) {
        pools.remove(pool);
        pools.add(pool);
    }

    /** @param problem why not; null when it could be */
    void listed(String pool, String problem) {
        if (problem == null) {
            silent.remove(pool);
        } else {
            silent.put(pool, problem);
        }
    }

    /** Why the pool could not be listed last; null when it could. */
    String silence(String pool) {
        return silent.get(pool);
    }

    void ran(PolicyRun run) {
        runs.put(run.dataset(), run);
    }

    /** Null when there was none. */
    PolicyRun lastRun(String dataset) {
        return runs.get(dataset);
    }
}
