package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.Pair.Side;
import org.openfoodfacts.brigade.zfssync.domain.Pair.State;

class PairTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration GOAL = Duration.ofHours(7);
    private static final Side SOURCE = new Side("web", "tank/off", true, NOW.minusSeconds(60), NOW);
    private static final Side TARGET = new Side("backup", "backup/off", true, NOW.minusSeconds(60), NOW);

    @Test
    void theAgeOfTheNewestCommonSnapshotDecidesWhetherACopyIsCurrent() {
        assertThat(state(SOURCE, TARGET, NOW.minus(GOAL))).isEqualTo(State.CURRENT);
        assertThat(state(SOURCE, TARGET, NOW.minus(GOAL).minusSeconds(1))).isEqualTo(State.LATE);
    }

    @Test
    void aClockThatIsBehindMakesNoNegativeLag() {
        assertThat(pair(SOURCE, TARGET, NOW.plusSeconds(5)).lag(NOW)).isZero();
        assertThat(pair(SOURCE, TARGET, null).lag(NOW)).isNull();
    }

    @Test
    void neverRunIsAnotherStateThanBlocked() {
        Side empty = new Side("backup", "backup/off", true, null, NOW);
        Side none = new Side("backup", "backup/off", false, null, NOW);

        assertThat(state(SOURCE, none, null)).isEqualTo(State.NOT_RUN);
        assertThat(state(SOURCE, empty, null)).isEqualTo(State.NOT_RUN);
        assertThat(state(SOURCE, TARGET, null)).isEqualTo(State.NO_COMMON_SNAPSHOT);
    }

    @Test
    void aSourceThatIsNotThereOrHoldsNothingIsSaidSo() {
        assertThat(state(new Side(null, "tank/off", false, null, NOW), TARGET, null))
                .isEqualTo(State.SOURCE_UNKNOWN);
        assertThat(state(new Side("web", "tank/off", false, null, NOW), TARGET, null))
                .isEqualTo(State.SOURCE_MISSING);
        assertThat(state(new Side("web", "tank/off", true, null, NOW), TARGET, null))
                .isEqualTo(State.NOTHING_TO_PULL);
    }

    @Test
    void whatIsNotToldIsNotNothing() {
        Side untold = new Side("web", "tank/off", true, null, null);
        Side untoldCopy = new Side("backup", "backup/off", true, null, null);
        Side gone = new Side("backup", "backup/off", false, null, null);

        assertThat(state(untold, TARGET, null)).isEqualTo(State.NOT_TOLD);
        assertThat(state(SOURCE, untoldCopy, null)).isEqualTo(State.NOT_TOLD);
        assertThat(state(SOURCE, gone, null)).isEqualTo(State.NOT_RUN);
        assertThat(pair(SOURCE, untoldCopy, null).untold())
                .contains("the snapshots of backup/off are not told by backup, which has it");
    }

    private static State state(Side source, Side target, Instant common) {
        return pair(source, target, common).state(NOW, GOAL);
    }

    private static Pair pair(Side source, Side target, Instant common) {
        return new Pair(
                source,
                target,
                new DeclaredPull.Origin("backup", "confs/backup/sanoid/syncoid-args.conf", 1),
                common == null ? null : new Pair.Common("s", "1", common),
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                false);
    }
}
