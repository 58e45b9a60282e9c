package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aSpanHasPassedWhenItIsOver() {
        assertThat(Pause.hasPassed(HOUR, NOW.minus(HOUR), NOW)).isTrue();
        assertThat(Pause.hasPassed(HOUR, NOW.minus(HOUR).plusMillis(1), NOW)).isFalse();
        assertThat(Pause.hasPassed(HOUR, NOW.plusSeconds(5), NOW))
                .as("clocks of two instances differ a little")
                .isFalse();
    }

    @Test
    void whatAClockSaidThatWasFarAheadIsPast() {
        assertThat(Pause.hasPassed(HOUR, NOW.plus(Pause.LONGEST), NOW)).isFalse();
        assertThat(Pause.hasPassed(HOUR, NOW.plus(Pause.LONGEST).plusMillis(1), NOW))
                .isTrue();
        assertThat(Pause.isOver(NOW.plus(Duration.ofDays(2)), NOW)).isTrue();
        assertThat(Pause.isOver(NOW.plusSeconds(1), NOW)).isFalse();
    }
}
