package org.openfoodfacts.brigade.agent.exec;

import java.time.Duration;

/**
 * How long to wait after each piece so that no more flows than a limit allows. What was not used while the sender had nothing to send is made up for by one second's worth
 * at most: a link that must not be filled is not filled either after a stall.
 */
final class Pace {
    static final long CATCH_UP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final double SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final double nanosPerByte;
    private long due;

    /**
     * @param bytesPerSecond above 0
     * @param now nanoseconds by any clock that {@link #after} is told, too
     */
    Pace(long bytesPerSecond, long now) {
        this.nanosPerByte = SECOND_NANOS / bytesPerSecond;
        this.due = now;
    }

    /** Nanoseconds until the next piece may follow, 0 or less for at once. */
    long after(int bytes, long now) {
        due = Math.max(due, now - CATCH_UP_NANOS) + Math.round(bytes * nanosPerByte);
        return due - now;
    }
}
