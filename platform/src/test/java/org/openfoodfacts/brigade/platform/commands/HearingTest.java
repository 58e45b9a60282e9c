package org.openfoodfacts.brigade.platform.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Instant T0 = Instant.parse("2026-03-14T09:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void silenceIsCountedFromTheLastWord() {
        Hearing hearing = new Hearing(T0.minus(Duration.ofDays(1)), T0);

        assertThat(hearing.silentFor(T0.minus(HOUR).minusSeconds(1), HOUR)).isTrue();
        assertThat(hearing.silentFor(T0.minus(HOUR), HOUR)).isFalse();
    }

    @Test
    void theTimeInWhichNobodyListenedIsNoSilence() {
        Hearing begun = new Hearing(T0.minusSeconds(1), T0);

        assertThat(begun.silentFor(T0.minus(Duration.ofDays(3)), HOUR)).isFalse();
    }

    @Test
    void whatIsNotReadYetIsNoSilence() {
        Hearing behind = new Hearing(T0.minus(Duration.ofDays(1)), T0.minus(HOUR));

        assertThat(behind.silentFor(T0.minus(HOUR).minusSeconds(1), HOUR)).isFalse();
    }
}
