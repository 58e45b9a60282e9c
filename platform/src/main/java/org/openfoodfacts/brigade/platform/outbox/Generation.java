package org.openfoodfacts.brigade.platform.outbox;

import java.time.Instant;

/** Generations of orders. They grow even when the database was lost, because they are never behind the clock (milliseconds). */
public final class Generation {
    private Generation() {}

    public static long after(long last, Instant now) {
        return Math.max(last + 1, now.toEpochMilli());
    }
}
