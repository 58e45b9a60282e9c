package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolLines;

/** What zfs says that it would destroy, and what that would free. {@code end} is how asking it ended; without success it would destroy nothing. */
record ForetoldDestruction(ExecResult end, Set<String> names, long reclaimBytes) {

    /** @param argument {@code dataset@a,b,c} */
    static ForetoldDestruction of(Exec exec, String argument) {
        ToolLines told = ToolLines.of(
                exec, Invocation.of("zfs", "destroy", "-nvp", argument).within(SnapshotDestruction.PATIENCE));
        return new ForetoldDestruction(
                told.end(),
                Set.copyOf(values(told, "destroy\t")),
                values(told, "reclaim\t").stream().mapToLong(Long::parseLong).sum());
    }

    private static List<String> values(ToolLines lines, String start) {
        return lines.lines().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }
}
