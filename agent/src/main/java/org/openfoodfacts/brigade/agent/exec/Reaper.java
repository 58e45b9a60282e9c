package org.openfoodfacts.brigade.agent.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * Ends process groups, and remembers by tool which of them are still there: what waits for a disk or a pool that does not answer cannot even be
 * killed. While two of a tool are, it objects to the next, or each look at such a pool would leave one more, until no task is left.
 */
final class Reaper {
    private static final Logger LOG = Logger.getLogger(Reaper.class.getName());
    private static final int MOST = 2;

    private final Duration grace;
    private final Function<Process, ProcessGroup> groups;
    private final Map<String, List<Left>> left = new HashMap<>();

    private record Left(ProcessGroup group, Instant since) {}

    /** @param grace how long a process has between TERM and KILL */
    Reaper(Duration grace, Function<Process, ProcessGroup> groups) {
        this.grace = grace;
        this.groups = groups;
    }

    Duration grace() {
        return grace;
    }

    /** @param patience how long it has between TERM and KILL */
    void end(String tool, Process process, Duration patience) {
        ProcessGroup group = groups.apply(process);
        if (!group.end(patience)) {
            LOG.warning(tool + " cannot be killed, process " + process.pid());
            remember(tool, group);
        }
    }

    private synchronized void remember(String tool, ProcessGroup group) {
        left.computeIfAbsent(name(tool), _ -> new ArrayList<>())
                .add(new Left(group, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Why this tool must not be started now. */
    synchronized Optional<String> objection(String tool) {
        List<Left> those = left.get(name(tool));
        if (those == null) {
            return Optional.empty();
        }
        those.removeIf(one -> one.group().isGone());
        return those.size() < MOST
                ? Optional.empty()
                : Optional.of(tool + " is not started: " + those.size() + " of it cannot be killed and hang since "
                        + those.getFirst().since());
    }

    private static String name(String tool) {
        return String.valueOf(Path.of(tool).getFileName());
    }
}
