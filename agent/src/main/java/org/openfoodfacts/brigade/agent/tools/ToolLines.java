package org.openfoodfacts.brigade.agent.tools;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;

/** Every line a tool wrote to standard output, however many (captured output is bounded, a list of snapshots is not), and how it ended. */
public record ToolLines(ExecResult end, List<String> lines) {
    public ToolLines {
        lines = List.copyOf(lines);
    }

    public static ToolLines of(Exec exec, Invocation invocation) {
        Collected collected = new Collected();
        ExecResult end = exec.run(invocation, collected, Cancellation.never());
        return new ToolLines(
                end,
                end instanceof ExecResult.Exited exited && !exited.truncated()
                        ? exited.output().lines().toList()
                        : collected.lines());
    }

    private static final class Collected implements LineSink {
        private final List<String> lines = new ArrayList<>();

        @Override
        public synchronized void line(boolean error, String line) {
            if (!error) {
                lines.add(line);
            }
        }

        @Override
        public boolean parses() {
            return true;
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }

    public boolean succeeded() {
        return end.success().isPresent();
    }

    /** True when zfs complained only that some of what was named is not there: what it printed of the others is good. */
    public boolean lacksSome() {
        return end instanceof ExecResult.Exited exited
                && !exited.errors().isBlank()
                && exited.errors().lines().allMatch(line -> line.endsWith("dataset does not exist"));
    }

    public boolean isMissing() {
        return end instanceof ExecResult.Missing;
    }
}
