package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The policy of one dataset by the file of today and by the changed one: null where that does not speak of it, never both. */
public record PolicyChange(String dataset, DatasetPolicy before, DatasetPolicy after) {

    /**
     * Of every dataset that is asked for and of which the old or the new file speaks, by name.
     *
     * @param today how it is declared now
     * @param datasets all of the node
     */
    public static List<PolicyChange> of(
            SimulationWish wish, PolicyMap map, NodePolicies today, Collection<String> datasets) {
        List<String> asked = datasets.stream().filter(wish::asksFor).sorted().toList();
        Map<String, DatasetPolicy> before = byDataset(map.of(today, asked));
        Map<String, DatasetPolicy> after = byDataset(map.of(wish.asDeclared(today), asked));
        List<PolicyChange> changes = new ArrayList<>();
        for (String dataset : asked) {
            if (before.containsKey(dataset) || after.containsKey(dataset)) {
                changes.add(new PolicyChange(dataset, before.get(dataset), after.get(dataset)));
            }
        }
        return changes;
    }

    private static Map<String, DatasetPolicy> byDataset(List<DatasetPolicy> policies) {
        Map<String, DatasetPolicy> byDataset = new HashMap<>();
        policies.forEach(policy -> byDataset.put(policy.place().dataset(), policy));
        return byDataset;
    }
}
