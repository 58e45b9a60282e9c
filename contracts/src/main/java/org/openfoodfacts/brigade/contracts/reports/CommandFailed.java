package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** The command was begun and did not succeed. {@code exitCode} is the tool's, null when none ended by itself. */
public record CommandFailed(
        @Required UUID commandId,
        @Required Instant at,
        @Required Reason reason,
        String detail,
        Integer exitCode) implements CommandReport {

    public enum Reason {
        TOOL_FAILED,
        TIMED_OUT,
        CANCELLED,
        /** The agent stopped between accepting and finishing. What was done is unknown; it is not run again. */
        CUT_SHORT
    }
}
