package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

class SightingTest {
    private static final Instant TAKEN = Instant.parse("2026-11-24T06:00:00Z");
    private static final Instant LATER = TAKEN.plus(Sighting.SETTLED).plusSeconds(1);
    private final ExpiringSnapshot.Ref ref = new ExpiringSnapshot.Ref("tank", "brigade_x", "42", TAKEN);

    private static Snapshot listed(String guid, List<String> holds, List<String> clones) {
        return new Snapshot("brigade_x", guid, 7, TAKEN, 0, holds, clones, null);
    }

    @Test
    void aFreeSnapshotHasNoObstacle() {
        assertThat(Sighting.of(ref, true, listed("42", List.of(), List.of()), LATER, null))
                .isEqualTo(new Sighting.Present(null));
    }

    @Test
    void aHoldOrACloneIsNamed() {
        assertThat(Sighting.of(ref, true, listed("42", List.of("keep"), List.of("tank/c")), LATER, null))
                .isEqualTo(new Sighting.Present("held by keep"));
        assertThat(Sighting.of(ref, true, listed("42", List.of(), List.of("tank/c")), LATER, null))
                .isEqualTo(new Sighting.Present("origin of the clone tank/c"));
    }

    @Test
    void whatACopyGoesOnFromIsNamedAlsoWhileNobodyCanTellWhetherItIsThere() {
        String copy = "n2:copy/a";
        Sighting kept = new Sighting.Present("the last snapshot that it has in common with n2:copy/a");

        assertThat(Sighting.of(ref, true, listed("42", List.of(), List.of()), LATER, copy))
                .isEqualTo(kept);
        assertThat(Sighting.of(ref, true, null, null, copy)).isEqualTo(kept);
        assertThat(Sighting.of(ref, true, null, LATER, copy)).isEqualTo(new Sighting.Absent());
    }

    @Test
    void anotherGuidUnderTheNameIsAnotherSnapshot() {
        assertThat(Sighting.of(ref, true, listed("43", List.of(), List.of()), LATER, null))
                .isEqualTo(new Sighting.Replaced());
    }

    @Test
    void onlyAListingClearlyNewerThanTheSnapshotShowsThatItIsGone() {
        assertThat(Sighting.of(ref, true, null, LATER, null)).isEqualTo(new Sighting.Absent());
        assertThat(Sighting.of(ref, true, null, TAKEN.plusSeconds(1), null)).isEqualTo(new Sighting.Unknown());
        assertThat(Sighting.of(ref, true, null, null, null)).isEqualTo(new Sighting.Unknown());
    }

    @Test
    void whatIsNotThereWithItsPoolIsNotGone() {
        assertThat(Sighting.of(ref, false, null, LATER, null)).isEqualTo(new Sighting.Away());
        assertThat(Sighting.of(ref, false, listed("42", List.of(), List.of()), LATER, null))
                .as("a dataset that no fact told of yet")
                .isEqualTo(new Sighting.Present(null));
    }
}
