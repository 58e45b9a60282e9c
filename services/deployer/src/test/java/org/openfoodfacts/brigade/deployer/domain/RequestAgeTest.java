package org.openfoodfacts.brigade.deployer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestAgeTest {
    private static final Instant MONDAY = Instant.parse("2026-11-30T08:00:00.250Z");
    private final RequestAge age = new RequestAge(Duration.ofHours(1));

    @Test
    void aRequestIsReadAsLongAsItIsYoungAndAClockAheadDoesNotAgeIt() {
        assertThat(age.objection(MONDAY.minus(Duration.ofHours(1)), MONDAY)).isEmpty();
        assertThat(age.objection(MONDAY.plus(Duration.ofHours(1)), MONDAY)).isEmpty();
    }

    @Test
    void theObjectionSaysWhenItWasAskedForAndWhatToDo() {
        assertThat(age.objection(Instant.parse("2026-11-27T17:30:00.5Z"), MONDAY))
                .hasValue("it was asked for at 2026-11-27T17:30:00Z and read at 2026-11-30T08:00:00Z,"
                        + " more than PT1H later; if it is still wanted, ask again with a new id");
        assertThat(age.objection(MONDAY.minus(Duration.ofHours(1)).minusMillis(1), MONDAY))
                .isPresent();
    }
}
