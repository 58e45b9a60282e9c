package org.openfoodfacts.brigade.agent.exec;

import java.util.Optional;

/** How a process ended. Captured output is bounded; what was beyond the bound went to the sink only. */
public sealed interface ExecResult {
    /** It ended by itself. {@code output} and {@code errors} are what it wrote to standard output and standard error. */
    record Exited(int code, String output, String errors, boolean truncated) implements ExecResult {}

    record TimedOut(String output, String errors) implements ExecResult {}

    record Cancelled(String output, String errors) implements ExecResult {}

    /** There is no such tool on this machine; nothing was started. */
    record Missing(String tool) implements ExecResult {}

    /** Standard output when it exited with 0; empty otherwise. */
    default Optional<String> success() {
        return this instanceof Exited exited && exited.code() == 0 ? Optional.of(exited.output()) : Optional.empty();
    }
}
