package org.openfoodfacts.brigade.agent.bus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before trying again: twice as long each time up to a bound, and a random part of it, so that a fleet does not return all at once. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration bound = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Between a half and all of the present bound, which then doubles. */
    Duration next() {
        long millis = bound.toMillis();
        bound = bound.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : bound.multipliedBy(2);
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }

    void succeeded() {
        bound = FIRST;
    }
}
