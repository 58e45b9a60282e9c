package org.openfoodfacts.brigade.confs.fleet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Kept;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Policy;
import org.openfoodfacts.brigade.confs.yaml.YamlMapping;

/** Reads {@code zfs.policies}: what is kept of snapshots where sanoid.conf does not say enough. */
final class PolicyReader {
    private static final List<String> KINDS = List.of("frequently", "hourly", "daily", "weekly", "monthly", "yearly");

    private PolicyReader() {}

    static List<Policy> policies(YamlMapping zfs, List<String> managed) {
        Set<String> seen = new HashSet<>();
        return zfs.mappings("policies", mapping -> policy(mapping, managed, seen));
    }

    private static Policy policy(YamlMapping mapping, List<String> managed, Set<String> seen) {
        String dataset = mapping.required("dataset", FleetRules.DATASET);
        Kept kept = kept(mapping);
        Kept children = mapping.mapping("children", PolicyReader::kept);
        Policy policy =
                new Policy(dataset, kept, children, mapping.place("dataset").line());
        if (dataset != null) {
            check(mapping, policy, managed, seen);
        }
        return policy;
    }

    private static void check(YamlMapping mapping, Policy policy, List<String> managed, Set<String> seen) {
        String dataset = policy.dataset();
        if (policy.kept().isNothing() && policy.children() == null) {
            mapping.problems()
                    .error(mapping.place(), "this policy says nothing", "add keep:, hold: or children:, or remove it");
        }
        if (!seen.add(dataset)) {
            mapping.problems()
                    .error(
                            mapping.place("dataset"),
                            "'" + dataset + "' stands twice in these policies",
                            "make one of the two");
        }
        if (managed.stream().noneMatch(name -> dataset.equals(name) || dataset.startsWith(name + "/"))) {
            mapping.problems()
                    .error(
                            mapping.place("dataset"),
                            "Brigade does not manage '" + dataset + "', so nobody follows this policy",
                            "add it, or one above it, to zfs.manage, or write it in sanoid.conf");
        }
    }

    private static Kept kept(YamlMapping mapping) {
        Map<String, Integer> counts = mapping.mapping("keep", PolicyReader::counts);
        return new Kept(counts == null ? Map.of() : counts, mapping.texts("hold", FleetRules.SNAPSHOTS));
    }

    private static Map<String, Integer> counts(YamlMapping keep) {
        Map<String, Integer> counts = new HashMap<>();
        for (String kind : KINDS) {
            String count = keep.optional(kind, FleetRules.COUNT);
            if (count != null) {
                counts.put(kind, Integer.valueOf(count));
            }
        }
        return counts;
    }
}
