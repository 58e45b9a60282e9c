package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * The command was begun and did not succeed. {@code exitCode} is the tool's, null when none ended by itself; {@code result} is what there is to
 * show nevertheless, null when nothing.
 */
public record CommandFailed(
        @Required UUID commandId,
        @Required Instant at,
        @Required Reason reason,
        String detail,
        Integer exitCode,
        CommandResult result)
        implements CommandReport {

    public enum Reason {
        TOOL_FAILED,
        TIMED_OUT,
        CANCELLED,
        /** The agent stopped between accepting and finishing. What was done is unknown; it is not run again. */
        CUT_SHORT,
        /** The other machine of a transfer cannot be reached. */
        UNREACHABLE,
        /** The pool or a quota is full. */
        NO_SPACE,
        /** The rest of a cut transfer can no longer be sent: what came of it is to be discarded. */
        RESUME_TOKEN_DEAD
    }

    public CommandFailed(UUID commandId, Instant at, Reason reason, String detail, Integer exitCode) {
        this(commandId, at, reason, detail, exitCode, null);
    }
}
