package org.openfoodfacts.brigade.agent.facts;

import java.time.Duration;
import java.time.Instant;

/** Whether it is time again for what is done every so often, by a clock that may be set. */
public final class Passed {
    private Passed() {}

    /** Also when the clock was set back: that must not silence an agent until the clock has caught up. */
    public static boolean since(Instant last, Duration interval, Instant now) {
        return now.isBefore(last) || !now.isBefore(last.plus(interval));
    }
}
