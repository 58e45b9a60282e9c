package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** The command was not begun; nothing changed. */
public record CommandRefused(
        @Required UUID commandId,
        @Required Instant at,
        @Required Reason reason,
        String detail) implements CommandReport {

    public enum Reason {
        LATE,
        WRONG_NODE,
        BAD_SIGNATURE,
        REPLAYED,
        POLICY,
        PRECONDITION,
        UNSUPPORTED,
        MALFORMED
    }
}
