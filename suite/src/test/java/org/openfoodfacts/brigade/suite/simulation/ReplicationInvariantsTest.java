package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Planners, handlers and simulated machines together, against people, cut streams and facts that lag: in no order of events does Brigade destroy the
 * newest snapshot that both ends have, leave a copy mounted or writable, or call a copy brought that is not. {@code -Dplays=} plays more.
 */
class ReplicationInvariantsTest {
    private static final int PLAYS = Integer.getInteger("plays", 120);
    private static final int STEPS = 60;

    @TempDir
    Path folder;

    @Test
    void theRulesHoldInAFleetWhoseAgentsPruneByOldOrders() {
        int pulled = 0;
        int destroyed = 0;
        for (int seed = 0; seed < PLAYS / 6; seed++) {
            PlayedFleet play = new PlayedFleet(folder.resolve("fleet" + seed), new Random(seed));
            for (int step = 0; step < 2 * STEPS; step++) {
                try {
                    play.step();
                } catch (AssertionError e) {
                    throw new AssertionError("fleet " + seed + ", step " + step, e);
                }
            }
            pulled += play.pulled;
            destroyed += play.destroyed;
        }
        assertThat(pulled).as("copies do come").isGreaterThan(PLAYS / 2);
        assertThat(destroyed).as("and what is old does go").isGreaterThan(PLAYS / 4);
    }

    @Test
    void theRulesHoldAfterEveryDeedOfBrigade() {
        int pulls = 0;
        int refusals = 0;
        for (int seed = 0; seed < PLAYS; seed++) {
            PlayedPair play = new PlayedPair(folder.resolve("play" + seed), new Random(seed));
            for (int step = 0; step < STEPS; step++) {
                try {
                    play.step();
                } catch (AssertionError e) {
                    throw new AssertionError("play " + seed + ", step " + step, e);
                }
            }
            pulls += play.pulls;
            refusals += play.refusals;
        }
        assertThat(pulls).as("copies do come").isGreaterThan(PLAYS);
        assertThat(refusals).as("and what the facts no longer show is refused").isGreaterThan(PLAYS);
    }
}
