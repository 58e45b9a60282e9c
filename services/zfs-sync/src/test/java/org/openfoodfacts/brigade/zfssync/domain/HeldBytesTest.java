package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

class HeldBytesTest {
    private static final Instant BEGIN = Instant.parse("2026-05-10T12:00:00Z");

    @Test
    void whoKeepsFourTimesAsLongHoldsAtMostFourTimesAsMuch() {
        List<Snapshot> snapshots = daily(5_000L, 1_000L, 3_000L);

        assertThat(HeldBytes.of(snapshots, days(7, true), days(28, true)))
                .as("the first had everything to write")
                .contains(new HeldBytes(4_000, 14_000L, 56_000L));
    }

    @Test
    void theKindThatReachesBackFurthestCounts() {
        Counts counts = new Counts(0, 48, 7, 0, 1, 0);
        SnapshotPolicy month = new SnapshotPolicy(true, false, true, 0, counts, Times.USUAL);

        assertThat(HeldBytes.of(daily(0L, 1_000L), month, days(0, true))).contains(new HeldBytes(1_000, 31_000L, 0L));
    }

    @Test
    void whereNothingGoesThereIsNoEndToIt() {
        assertThat(HeldBytes.of(daily(0L, 1_000L), days(7, false), null)).contains(new HeldBytes(1_000, null, null));
        assertThat(new HeldBytes(1, 2L, null).plus(new HeldBytes(10, 20L, 30L)))
                .isEqualTo(new HeldBytes(11, 22L, null));
    }

    @Test
    void withoutAPaceNothingIsGuessed() {
        assertThat(HeldBytes.of(List.of(), days(7, true), days(7, true))).isEmpty();
        assertThat(HeldBytes.of(daily(1L), days(7, true), days(7, true))).isEmpty();
        assertThat(HeldBytes.of(daily(1L, null, 5L), days(7, true), days(7, true)))
                .isEmpty();
        Snapshot one = daily(1L).getFirst();
        assertThat(HeldBytes.of(List.of(one, one), days(7, true), days(7, true)))
                .as("in one moment")
                .isEmpty();
    }

    /** A day apart, each with what was written since the one before. */
    private static List<Snapshot> daily(Long... written) {
        List<Snapshot> snapshots = new ArrayList<>();
        for (Long bytes : written) {
            int i = snapshots.size();
            snapshots.add(new Snapshot(
                    "autosnap_" + i + "_daily",
                    String.valueOf(i),
                    i,
                    BEGIN.plus(Duration.ofDays(i)),
                    0,
                    List.of(),
                    List.of(),
                    null,
                    bytes));
        }
        return snapshots;
    }

    private static SnapshotPolicy days(int count, boolean prunes) {
        return new SnapshotPolicy(true, false, prunes, 0, new Counts(0, 0, count, 0, 0, 0), Times.USUAL);
    }
}
