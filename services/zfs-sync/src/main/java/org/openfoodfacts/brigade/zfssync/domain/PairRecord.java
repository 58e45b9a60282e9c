package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;

/**
 * How a pair stood when it was last looked at. {@code since} is when its state began; {@code common} is the creation of the newest common
 * snapshot that was ever seen last, null before the first; {@code lastSuccess} is when a newer one was seen to come. {@code declared} is
 * {@code file:line}.
 */
public record PairRecord(
        Pair.Key key, Pair.State state, Instant since, Instant common, Instant lastSuccess, String declared) {}
