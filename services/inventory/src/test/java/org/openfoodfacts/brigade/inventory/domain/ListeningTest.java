package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Listening heard = Listening.from(START).look(START.plusSeconds(30), true, PAUSE);

    @Test
    void looksOneAfterTheOtherHearWithoutAGap() {
        assertThat(heard).isEqualTo(new Listening(START, START.plusSeconds(30)));
    }

    @Test
    void whatWasNotReadBeginsAnew() {
        assertThat(heard.look(START.plusSeconds(35), false, PAUSE).since()).isEqualTo(START.plusSeconds(35));
    }

    @Test
    void aServiceThatStoodStillAndAClockThatWasPutBeginAnew() {
        Instant late = START.plusSeconds(60).plusMillis(1);
        Instant back = START.plusSeconds(29);

        assertThat(heard.look(late, true, PAUSE)).isEqualTo(Listening.from(late));
        assertThat(heard.look(back, true, PAUSE)).isEqualTo(Listening.from(back));
    }
}
