package org.openfoodfacts.brigade.platform.json;

import java.time.Instant;

/** A time that somebody else says, as a timestamp column can hold it: PostgreSQL's years do not go as far as Java's, neither back nor ahead. */
public final class StorableTime {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private StorableTime() {}

    /** Never before 1970 nor after 9999. Null stays null. */
    public static Instant of(Instant said) {
        if (said == null) {
            return null;
        }
        if (said.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return said.isAfter(LATEST) ? LATEST : said;
    }
}
