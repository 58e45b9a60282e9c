package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Planners, handlers and simulated machines together, against people, cut streams and facts that lag: in no order of events does Brigade destroy the
 * newest snapshot that both ends have, leave a copy mounted or writable, or call a copy brought that is not. {@code -Dplays=} plays more.
 */
class ReplicationInvariantsTest {
    private static final int PLAYS = Integer.getInteger("plays", 2000);
    private static final int STEPS = 60;

    @TempDir
    Path folder;

    @Test
    void theRulesHoldInAFleetWhoseAgentsPruneByOldOrders() {
        AtomicInteger pulled = new AtomicInteger();
        AtomicInteger destroyed = new AtomicInteger();
        play(PLAYS / 6, (home, random) -> {
            PlayedFleet fleet = new PlayedFleet(home, random);
            times(2 * STEPS, fleet::step);
            pulled.addAndGet(fleet.pulled);
            destroyed.addAndGet(fleet.destroyed);
        });
        assertThat(pulled.get()).as("copies do come").isGreaterThan(PLAYS / 2);
        assertThat(destroyed.get()).as("and what is old does go").isGreaterThan(PLAYS / 4);
    }

    @Test
    void theRulesHoldAfterEveryDeedOfBrigade() {
        AtomicInteger pulls = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        play(PLAYS, (home, random) -> {
            PlayedPair pair = new PlayedPair(home, random);
            times(STEPS, pair::step);
            pulls.addAndGet(pair.pulls);
            refusals.addAndGet(pair.refusals);
        });
        assertThat(pulls.get()).as("copies do come").isGreaterThan(PLAYS);
        assertThat(refusals.get())
                .as("and what the facts no longer show is refused")
                .isGreaterThan(PLAYS);
    }

    /** Each with the same chances whenever it is played. */
    private void play(int plays, BiConsumer<Path, Random> one) {
        IntStream.range(0, plays).parallel().forEach(seed -> {
            try {
                one.accept(folder.resolve("play" + seed), new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("play " + seed, e);
            }
        });
    }

    private static void times(int steps, Runnable step) {
        for (int i = 0; i < steps; i++) {
            try {
                step.run();
            } catch (AssertionError e) {
                throw new AssertionError("step " + i, e);
            }
        }
    }
}
