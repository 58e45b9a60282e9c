package org.openfoodfacts.brigade.agent.tools;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;

/** Every line a tool wrote to standard output, however many (captured output is bounded, a list of snapshots is not), and how it ended. */
public record ToolLines(ExecResult end, List<String> lines) {
    public ToolLines {
        lines = List.copyOf(lines);
    }

    public static ToolLines of(Exec exec, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        ExecResult end = exec.run(
                invocation,
                (error, line) -> {
                    if (!error) {
                        synchronized (lines) {
                            lines.add(line);
                        }
                    }
                },
                Cancellation.never());
        if (end instanceof ExecResult.Exited exited && !exited.truncated()) {
            return new ToolLines(end, exited.output().lines().toList());
        }
        synchronized (lines) {
            return new ToolLines(end, lines);
        }
    }

    public boolean succeeded() {
        return end.success().isPresent();
    }

    public boolean isMissing() {
        return end instanceof ExecResult.Missing;
    }
}
