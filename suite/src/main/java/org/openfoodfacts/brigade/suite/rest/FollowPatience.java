package org.openfoodfacts.brigade.suite.rest;

import java.time.Duration;

/**
 * How long somebody who follows a stream waits.
 *
 * @param silence after which a connection counts as dead; while nothing happens services send a comment every 15 seconds or more often
 * @param firstPause before the first try to come back; each further one waits twice as long
 * @param longestPause between two tries
 * @param giveUp after so long without a word, in as many connections as it took, nothing more is hoped for
 */
record FollowPatience(Duration silence, Duration firstPause, Duration longestPause, Duration giveUp) {
    static final FollowPatience USUAL = new FollowPatience(
            Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(5));
}
