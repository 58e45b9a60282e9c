package org.openfoodfacts.brigade.security.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @Test
    void theFirstIsToldAndThoseThatFollowAreCounted() {
        Refusals.Step first = Refusals.NONE.another(T0, INTERVAL);
        Refusals.Step second = first.next().another(T0.plusSeconds(1), INTERVAL);
        Refusals.Step third = second.next().another(T0.plusSeconds(599), INTERVAL);

        assertThat(first.isTold()).isTrue();
        assertThat(second.isTold()).isFalse();
        assertThat(third).isEqualTo(new Refusals.Step(new Refusals(2, T0), false));
    }

    @Test
    void afterTheIntervalOneIsToldWithHowManyCameBetween() {
        Refusals counted = new Refusals(2, T0);
        Instant later = T0.plus(INTERVAL);

        assertThat(counted.another(later, INTERVAL)).isEqualTo(new Refusals.Step(new Refusals(0, later), true));
        assertThat(counted.words("wrong")).isEqualTo("wrong (and 2 other refusals since 2026-03-01T10:00:00Z)");
        assertThat(Refusals.NONE.words("wrong")).isEqualTo("wrong");
    }
}
