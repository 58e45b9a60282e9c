package org.openfoodfacts.brigade.zfssync.domain;

import java.util.UUID;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** What became of a command of a refresh. */
public sealed interface RefreshInput {
    UUID commandId();

    record Succeeded(UUID commandId, CommandResult result) implements RefreshInput {}

    /** {@code result} is what had been done until then, null when nobody knows. */
    record Broken(UUID commandId, String reason, String detail, How how, CommandResult result)
            implements RefreshInput {}

    enum How {
        /** Nothing was begun. */
        REFUSED,
        /** The agent was stopped meanwhile. */
        CUT_SHORT,
        /** The node is away: it did not take the command in time, or took it and fell silent. */
        UNHEARD,
        FAILED;

        /** To start late, or twice, harms nobody; whoever has stopped, and did not say so in time, is started. */
        boolean isTriedAgain(RefreshStep step) {
            return switch (this) {
                case CUT_SHORT -> step != RefreshStep.STOP;
                case UNHEARD -> step == RefreshStep.START;
                case REFUSED, FAILED -> false;
            };
        }
    }
}
