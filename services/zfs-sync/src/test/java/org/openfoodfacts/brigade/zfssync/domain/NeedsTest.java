package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.snapshot;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

class NeedsTest {
    private static SightSample copy() {
        return new SightSample();
    }

    private static RepairPlan plan(SightSample sample) {
        return RepairPlanner.plan(sample.sight(), LocalDate.of(2026, 11, 29)).orElseThrow();
    }

    /** Taken at the copy by sanoid. */
    private static Snapshot own(int number, Long written) {
        return snapshot("autosnap_2026-11-29_00:00:0" + number + "_daily", number, written, List.of(), List.of());
    }

    @Test
    void whatAnotherCopyGoesOnFromIsDestroyedOnlyWhenAPersonSaysSo() {
        RepairPlan plan = plan(copy().both(1)
                .source(snapshot(5))
                .target(own(3, 0L), own(4, 0L))
                .beside(SightSample.onward("3"), SightSample.onward("1")));

        assertThat(plan.needed())
                .containsExactly(
                        "c:far/x goes on from @autosnap_2026-11-29_00:00:03_daily",
                        "c:far/x may have come to go on from @autosnap_2026-11-29_00:00:04_daily");
        assertThat(plan.isPossible()).isTrue();
        assertThat(plan.losesNothing()).isFalse();
        assertThat(plan.goesByItself()).isFalse();
        assertThat(plan.digest())
                .isNotEqualTo(plan(copy().both(1).source(snapshot(5)).target(own(3, 0L), own(4, 0L)))
                        .digest());
    }

    @Test
    void aCopyThatWasNeverSeenToHaveAnythingMayBeOnItsWay() {
        assertThat(plan(copy().both(1).source(snapshot(5)).target(own(3, 0L)).beside(SightSample.onward(null)))
                        .needed())
                .containsExactly("c:far/x may have come to go on from @autosnap_2026-11-29_00:00:03_daily");
    }

    @Test
    void twoSourcesOfOneCopyBothCount() {
        Pair other = SightSample.pair(
                new Pair.Side("d", "tank/z", true, null, null),
                new Pair.Side("b", "copy/x", true, null, null),
                "3",
                false);

        assertThat(plan(copy().both(1).source(snapshot(5)).target(own(3, 0L)).beside(other))
                        .needed())
                .containsExactly("d:tank/z goes on from @autosnap_2026-11-29_00:00:03_daily");
    }
}
