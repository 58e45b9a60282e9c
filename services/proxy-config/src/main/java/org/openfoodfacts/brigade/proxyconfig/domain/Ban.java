package org.openfoodfacts.brigade.proxyconfig.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * A network that is banned on every proxy until {@code until} (null: until lifted). {@code generation} is that of the first order it was
 * in; {@code end} is null while it lasts.
 */
public record Ban(
        UUID id, Network network, String reason, String by, Instant at, Instant until, long generation, End end) {

    /** How a ban can end. */
    public enum How {
        LIFTED,
        EXPIRED
    }

    /** {@code by} is who lifted it, null when it expired. */
    public record End(Instant at, How how, String by) {}

    public boolean isActive(Instant now) {
        return end == null && (until == null || until.isAfter(now));
    }

    public Ban ended(End newEnd) {
        return new Ban(id, network, reason, by, at, until, generation, newEnd);
    }
}
