package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How old a request on the bus may be: one that lay there while nobody read it may ask for what is no longer wanted. */
public record RequestAge(Duration longest) {

    /** @param askedAt when the request was put on the bus; a clock ahead of ours makes it new, not old */
    public Optional<String> objection(Instant askedAt, Instant now) {
        return askedAt.isBefore(now.minus(longest)) ? Optional.of(tooOld(askedAt, now)) : Optional.empty();
    }

    private String tooOld(Instant askedAt, Instant now) {
        return "it was asked for at " + seconds(askedAt) + " and read at " + seconds(now) + ", more than " + longest
                + " later; if it is still wanted, ask again with a new id";
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
