package org.openfoodfacts.brigade.agent.facts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;

/** Errors of devices and the last scrub of each pool. A zpool that says something else is an {@link UnseenException}, not a machine without pools. */
public final class PoolStatusProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NONE = "no pools available";

    @Override
    public String name() {
        return "pool status";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        ToolLines status = ToolLines.of(
                machine.exec(),
                Invocation.of("zpool", "status", "-p").with(Map.of("TZ", "UTC")).within(PATIENCE));
        if (status.isMissing()) {
            return List.of();
        }
        if (!status.succeeded()) {
            throw new UnseenException("zpool status: " + ToolFailure.describe(status.end()));
        }
        List<PoolStatus> pools = PoolStatusLines.parse(status.lines());
        if (pools.isEmpty() && !status.lines().contains(NONE)) {
            throw new UnseenException("zpool status printed another form");
        }
        return List.of(new PoolStatusFact(pools));
    }
}
