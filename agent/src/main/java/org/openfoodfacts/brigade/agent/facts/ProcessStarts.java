package org.openfoodfacts.brigade.agent.facts;

import java.time.Instant;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;

/** When processes started, from {@code /proc}: ticks since boot, a hundredth of a second each on every Linux. In whole seconds. */
final class ProcessStarts {
    private static final int TICKS_PER_SECOND = 100;
    private static final int START_TIME_AFTER_NAME = 19;

    private final Machine machine;
    private final Instant bootTime;

    ProcessStarts(Machine machine) {
        this.machine = machine;
        this.bootTime = SystemProbe.bootTime(machine);
    }

    Optional<Instant> of(int pid) {
        return MachineFiles.firstLine(machine.path("/proc/" + pid + "/stat"))
                .flatMap(ProcessStarts::ticks)
                .filter(_ -> bootTime != null)
                .map(ticks -> bootTime.plusSeconds(ticks / TICKS_PER_SECOND));
    }

    /** The name in parentheses may hold anything, blanks and parentheses too. */
    static Optional<Long> ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        long ticks = fields.length > START_TIME_AFTER_NAME ? ToolNumbers.longOr(fields[START_TIME_AFTER_NAME], -1) : -1;
        return ticks < 0 ? Optional.empty() : Optional.of(ticks);
    }
}
