package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;

/** How long is waited after failures: half a minute, then twice as long each time, an hour at most. */
public final class Pause {
    public static final Duration LONGEST = Duration.ofHours(1);
    static final Duration FIRST = Duration.ofSeconds(30);

    private Pause() {}

    static Duration after(int failures) {
        Duration doubled = FIRST.multipliedBy(1L << Math.clamp(failures - 1L, 0, 10));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    static boolean isOver(Instant until, Instant now) {
        return hasPassed(Duration.ZERO, until, now);
    }

    /** Whether so long has gone by since then. A time further ahead than any pause is past: it was told by a clock that has been put back since. */
    public static boolean hasPassed(Duration span, Instant since, Instant now) {
        return !now.isBefore(since.plus(span)) || since.isAfter(now.plus(LONGEST));
    }
}
