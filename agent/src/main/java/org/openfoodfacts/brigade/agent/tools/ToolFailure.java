package org.openfoodfacts.brigade.agent.tools;

import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;

/** Says in one line what went wrong with a tool, and makes the outcome of it. */
public final class ToolFailure {
    private static final int LONGEST = 400;

    private ToolFailure() {}

    /** @param doing what the tool was started for, for example {@code taking the snapshot} */
    public static Outcome of(String doing, ExecResult result) {
        String detail = doing + ": " + describe(result);
        return switch (result) {
            case ExecResult.Exited exited ->
                new Outcome.Failed(CommandFailed.Reason.TOOL_FAILED, detail, exited.code());
            case ExecResult.TimedOut _ -> new Outcome.Failed(CommandFailed.Reason.TIMED_OUT, detail, null);
            case ExecResult.Cancelled _ -> new Outcome.Failed(CommandFailed.Reason.CANCELLED, detail, null);
            case ExecResult.Missing _ -> new Outcome.Refused(CommandRefused.Reason.UNSUPPORTED, detail);
        };
    }

    public static Outcome unexpected(String detail) {
        return new Outcome.Failed(CommandFailed.Reason.TOOL_FAILED, detail, null);
    }

    public static Outcome precondition(String detail) {
        return new Outcome.Refused(CommandRefused.Reason.PRECONDITION, detail);
    }

    public static Outcome malformed(String detail) {
        return new Outcome.Refused(CommandRefused.Reason.MALFORMED, detail);
    }

    public static String describe(ExecResult result) {
        return switch (result) {
            case ExecResult.Exited exited -> {
                String words = lastLine(exited.errors().isBlank() ? exited.output() : exited.errors());
                yield words.isEmpty() ? "ended with exit code " + exited.code() : words;
            }
            case ExecResult.TimedOut _ -> "did not end in time and was stopped";
            case ExecResult.Cancelled _ -> "was cancelled";
            case ExecResult.Missing missing -> missing.tool() + " is not installed on this machine";
        };
    }

    private static String lastLine(String text) {
        String stripped = text.strip();
        String line = stripped.substring(stripped.lastIndexOf('\n') + 1);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
