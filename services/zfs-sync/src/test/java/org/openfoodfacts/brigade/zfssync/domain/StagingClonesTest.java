package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;

class StagingClonesTest {
    private static final Instant TURN = Instant.parse("2026-03-14T04:30:00Z");

    private static StagingClones at(String schedule) {
        return new StagingClones(new DeclaredClones("s", "n", "daily", schedule, List.of(), List.of()));
    }

    @Test
    void itsTurnComesOnceADayAndWaitsAnHourAtMost() {
        StagingClones set = at("04:30");

        assertThat(set.isDue(null, TURN.minusSeconds(1), ZoneOffset.UTC)).isFalse();
        assertThat(set.isDue(null, TURN, ZoneOffset.UTC)).isTrue();
        assertThat(set.isDue(TURN.minus(Duration.ofHours(3)), TURN.plusSeconds(9), ZoneOffset.UTC))
                .as("asked for in the night, and yet")
                .isTrue();
        assertThat(set.isDue(TURN, TURN.plusSeconds(9), ZoneOffset.UTC)).isFalse();
        assertThat(set.isDue(null, TURN.plus(Duration.ofHours(1)), ZoneOffset.UTC))
                .isFalse();
        assertThat(set.nextTurn(TURN.minusSeconds(1), ZoneOffset.UTC)).contains(TURN);
        assertThat(set.nextTurn(TURN, ZoneOffset.UTC)).contains(TURN.plus(Duration.ofDays(1)));
    }

    @Test
    void aTurnThatPassedAndWasNobodysIsMissedUnlessTheScheduleIsYounger() {
        Instant over = TURN.plus(Duration.ofHours(1));
        Instant before = TURN.minus(Duration.ofHours(9));

        assertThat(at("04:30").missedTurn(null, before, over, ZoneOffset.UTC)).contains(TURN);
        assertThat(at("04:30").missedTurn(before, before, over, ZoneOffset.UTC)).contains(TURN);
        assertThat(at("04:30").missedTurn(null, before, over.minusSeconds(1), ZoneOffset.UTC))
                .as("it may still be taken")
                .isEmpty();
        assertThat(at("04:30").missedTurn(TURN, before, over, ZoneOffset.UTC)).isEmpty();
        assertThat(at("04:30").missedTurn(over, before, over, ZoneOffset.UTC))
                .as("asked for since, or told already")
                .isEmpty();
        assertThat(at("04:30").missedTurn(null, TURN.plusSeconds(1), over, ZoneOffset.UTC))
                .isEmpty();
        assertThat(at(null).missedTurn(null, before, over, ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void inItsLastMinutesItIsTheLastCall() {
        assertThat(at("04:30").isLastCall(TURN.plus(Duration.ofMinutes(54)), ZoneOffset.UTC))
                .isFalse();
        assertThat(at("04:30").isLastCall(TURN.plus(Duration.ofMinutes(56)), ZoneOffset.UTC))
                .isTrue();
        assertThat(at("04:30").isLastCall(TURN.plus(Duration.ofMinutes(61)), ZoneOffset.UTC))
                .isFalse();
    }

    @Test
    void beforeMidnightIsYesterdaysTurnToo() {
        Instant afterMidnight = Instant.parse("2026-03-15T00:10:00Z");

        assertThat(at("23:50").isDue(null, afterMidnight, ZoneOffset.UTC)).isTrue();
        assertThat(at("23:50").isDue(afterMidnight.minus(Duration.ofMinutes(15)), afterMidnight, ZoneOffset.UTC))
                .isFalse();
    }

    @Test
    void anHourThatTheClockLeavesOutIsTheNextOne() {
        ZoneId paris = ZoneId.of("Europe/Paris");

        assertThat(at("02:30").nextTurn(Instant.parse("2026-03-29T00:00:00Z"), paris))
                .contains(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void anHourThatTheClockHasTwiceIsOneTurn() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        Instant again = first.plus(Duration.ofHours(1));

        assertThat(at("02:30").isDue(first.minusSeconds(1), first, paris)).isTrue();
        assertThat(at("02:30").isDue(first, again, paris)).isFalse();
        assertThat(at("02:30").missedTurn(first, first, again.plus(Duration.ofHours(1)), paris))
                .isEmpty();
        assertThat(at("02:30").nextTurn(first, paris)).contains(Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(at("02:30").missedTurn(first, first, Instant.parse("2026-10-26T01:00:00Z"), paris))
                .as("looked at the day after")
                .isEmpty();
    }

    @Test
    void theDayAfterAnHourWasLeftOutItsTurnIsAtItsTime() {
        assertThat(at("02:30").nextTurn(Instant.parse("2026-03-29T03:00:00Z"), ZoneId.of("Europe/Paris")))
                .contains(Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void withoutAScheduleItsTurnNeverComes() {
        assertThat(at(null).isDue(null, TURN, ZoneOffset.UTC)).isFalse();
        assertThat(at(null).nextTurn(TURN, ZoneOffset.UTC)).isEmpty();
        assertThat(at(null).kind()).isEqualTo(SnapshotKind.DAILY);
    }
}
