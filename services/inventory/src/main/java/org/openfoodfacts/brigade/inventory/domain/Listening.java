package org.openfoodfacts.brigade.inventory.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when the nodes can be heard without a gap, as of the last look. A look that comes late, or before the last one, was kept by a
 * process that stood still or by a clock that was put: the time between belongs to nobody's silence.
 */
public record Listening(Instant since, Instant lookedAt) {

    public static Listening from(Instant now) {
        return new Listening(now, now);
    }

    /** @param longestPause between two looks of a service that did not stand still */
    public Listening look(Instant now, boolean upToDate, Duration longestPause) {
        boolean gap = now.isBefore(lookedAt) || now.isAfter(lookedAt.plus(longestPause));
        return new Listening(upToDate && !gap ? since : now, now);
    }
}
