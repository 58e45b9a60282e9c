package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome.Outcome;

class ImportOutcomeTest {

    @Test
    void lookingAgainAtTheSameCommitTellsNothingNew() {
        assertThat(outcome(Outcome.UNCHANGED, "a").repeats(outcome(Outcome.TAKEN_OVER, "a")))
                .isTrue();
        assertThat(outcome(Outcome.REFUSED, "b").repeats(outcome(Outcome.REFUSED, "b")))
                .isTrue();
    }

    @Test
    void goingBackFromARefusedCommitIsNews() {
        assertThat(outcome(Outcome.UNCHANGED, "a").repeats(outcome(Outcome.REFUSED, "b")))
                .isFalse();
        assertThat(outcome(Outcome.REFUSED, "c").repeats(outcome(Outcome.REFUSED, "b")))
                .isFalse();
        assertThat(outcome(Outcome.TAKEN_OVER, "a").repeats(null)).isFalse();
    }

    private static ImportOutcome outcome(Outcome outcome, String commit) {
        return new ImportOutcome(UUID.randomUUID(), outcome, "/r", commit, null, List.of(), "me", Instant.EPOCH);
    }
}
