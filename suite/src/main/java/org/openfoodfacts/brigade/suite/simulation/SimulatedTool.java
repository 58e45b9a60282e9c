package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** Answers one tool's arguments as the real tool does: output, errors, exit code, and what it changes. */
interface SimulatedTool {
    /** @param arguments without the tool's own name */
    ExecResult run(List<String> arguments);

    /** @param input what it reads on standard input; null when nothing */
    default ExecResult run(List<String> arguments, String input) {
        return run(arguments);
    }

    static ExecResult ok(String output) {
        return new ExecResult.Exited(0, output, "", false);
    }

    static ExecResult fail(int code, String errors) {
        return new ExecResult.Exited(code, "", errors, false);
    }
}
