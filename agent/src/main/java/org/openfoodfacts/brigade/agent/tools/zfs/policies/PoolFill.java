package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;

/** How many per cent of each pool are used, for policies that destroy nothing until it is fuller; {@code why} says why that of a pool is not known. */
record PoolFill(Map<String, Integer> percents, String why) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Asked only where it is needed. */
    static PoolFill of(Exec exec, List<ManagedDataset> datasets) {
        if (datasets.stream().noneMatch(PoolFill::isNeeded)) {
            return new PoolFill(Map.of(), null);
        }
        ToolLines pools = ToolLines.of(
                exec,
                Invocation.of("zpool", "list", "-Hp", "-o", "name,capacity").within(PATIENCE));
        Map<String, Integer> percents = new HashMap<>();
        for (String line : pools.lines()) {
            String[] fields = line.split("\t");
            if (fields.length == 2 && fields[1].matches("\\d{1,3}")) {
                percents.put(fields[0], Integer.valueOf(fields[1]));
            }
        }
        return new PoolFill(percents, pools.succeeded() ? "it tells nothing of it" : ToolFailure.describe(pools.end()));
    }

    private static boolean isNeeded(ManagedDataset managed) {
        return managed.policy().pruneDefer() > 0;
    }

    /** 0 where it is not known, so that nothing is destroyed that may stay. */
    int percent(ManagedDataset managed) {
        return percents.getOrDefault(pool(managed), 0);
    }

    /** Null where it is known, or does not matter. */
    String problem(ManagedDataset managed) {
        return isNeeded(managed) && !percents.containsKey(pool(managed))
                ? "how full " + pool(managed) + " is cannot be told, so nothing is destroyed: zpool list: " + why
                : null;
    }

    private static String pool(ManagedDataset managed) {
        return ZfsNames.pool(managed.dataset());
    }
}
