package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int PIECE = 100;
    private static final long TENTH = Duration.ofMillis(100).toNanos();

    private final Pace pace = new Pace(10 * PIECE, 0);

    @Test
    void aSenderThatAlwaysHasSomethingIsSlowedToTheLimit() {
        long now = 0;
        for (int i = 0; i < 50; i++) {
            now += pace.after(PIECE, now);
        }

        assertThat(now).isEqualTo(50 * TENTH);
    }

    @Test
    void aPieceThatCameLateIsMadeUpFor() {
        pace.after(PIECE, 0);

        assertThat(pace.after(PIECE, 3 * TENTH)).isNegative();
        assertThat(pace.after(2 * PIECE, 3 * TENTH)).isEqualTo(TENTH);
    }

    @Test
    void anHourOfSilenceIsNotMadeUpFor() {
        pace.after(PIECE, 0);
        long now = Duration.ofHours(1).toNanos();

        int atOnce = 0;
        while (pace.after(PIECE, now) <= 0) {
            atOnce += PIECE;
        }

        assertThat(atOnce).as("one second's worth").isEqualTo(10 * PIECE);
    }
}
