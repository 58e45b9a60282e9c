package org.openfoodfacts.brigade.platform.commands;

import java.time.Duration;
import java.time.Instant;

/**
 * In which time this service would have heard a report: {@code since} it listens without a break, {@code until} the moment up to which
 * it has read all reports. Silence outside of it is our own, not that of a node.
 */
record Hearing(Instant since, Instant until) {

    /** True when nothing was heard for this long after {@code last}. */
    boolean silentFor(Instant last, Duration silence) {
        Instant from = last.isBefore(since) ? since : last;
        return from.plus(silence).isBefore(until);
    }
}
