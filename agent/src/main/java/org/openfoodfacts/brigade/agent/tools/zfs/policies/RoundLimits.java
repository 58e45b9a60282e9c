package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How much a round does before followers of other orders, of bans too, have their turn; the rest is done in the next round. */
final class RoundLimits {
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final int MOST_DESTROYED = 2000;

    private final LongSupplier nanos;
    private long began;
    private boolean hasBegun;
    private int destroyed;

    /** @param nanos a clock that nobody sets */
    RoundLimits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The time counts from the first change on, not from the look before it: however long that takes, something is done. */
    void begin() {
        if (!hasBegun) {
            hasBegun = true;
            began = nanos.getAsLong();
        }
    }

    boolean isTimeUp() {
        return hasBegun && nanos.getAsLong() - began >= LONGEST.toNanos();
    }

    boolean isReached() {
        return destroyed >= MOST_DESTROYED || isTimeUp();
    }

    void destroyed(int some) {
        destroyed += some;
    }
}
