package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;

/** The command was not begun; nothing changed. */
public record CommandRefused(UUID commandId, Instant at, Reason reason, String detail) implements CommandReport {

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
