package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The queue of a fleet whose machines are slow, fail, lose reports and tell of their datasets late: its rules hold after every step, and nobody is left waiting. */
class TransferTurnPropertiesTest {
    private static final int STEPS = 150;

    @Property(tries = 1000)
    void noDatasetIsReceivedIntoTwiceNoMachineHasTooMuchToDoNoLimitIsMultipliedAndAllComeToAnEnd(@ForAll long seed) {
        PlayedQueue queue = new PlayedQueue(new Random(seed));
        for (int i = 0; i < STEPS; i++) {
            queue.step();
        }
        int open = queue.open();
        queue.calmDown();

        assertThat(queue.open()).as("of %s still open", open).isZero();
    }

    /** The plays are worth something: many come alone, many together, many with a limit, many fail. */
    @Example
    void whatIsPlayedHappens() {
        int begun = 0;
        int together = 0;
        int failed = 0;
        int limited = 0;
        for (int seed = 0; seed < 100; seed++) {
            PlayedQueue queue = new PlayedQueue(new Random(seed));
            for (int i = 0; i < STEPS; i++) {
                queue.step();
            }
            begun += queue.begun;
            together += queue.together;
            failed += queue.failed;
            limited += queue.limited;
        }
        assertThat(begun).isGreaterThan(1500);
        assertThat(together).isGreaterThan(30);
        assertThat(failed).isGreaterThan(300);
        assertThat(limited).isGreaterThan(300);
    }
}
