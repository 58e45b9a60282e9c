package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;

/** When a transfer that failed before is tried again. */
class TransferPauseTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final Pair.Key PAIR = new Pair.Key("north1", "tank/off", "south1", "copy/off");
    private static final UUID ID = UUID.fromString("0193a6f2-77aa-7b1c-8f10-5d2c91e0b0a1");

    @Test
    void anotherIsMadeAfterAPauseThatGrows() {
        Transfer failed = in(new TransferPhase.Failed(NOW, "X", null), 0);

        assertThat(failed.mayBeFollowed(NOW.plusSeconds(119))).isFalse();
        assertThat(failed.mayBeFollowed(NOW.plusSeconds(120))).isTrue();
        assertThat(IntStream.range(1, 90).mapToObj(Pause::after))
                .allSatisfy(pause -> assertThat(pause).isBetween(Pause.FIRST, Pause.LONGEST));
    }

    @Test
    void aTimeThatAClockSetWhichWasAheadIsNotWaitedFor() {
        Instant ahead = NOW.plus(Duration.ofDays(90));

        assertThat(in(new TransferPhase.Failed(ahead, "X", null), 0).mayBeFollowed(NOW))
                .isTrue();
        assertThat(queued(ahead).step(look(), NOW).next().phase()).isInstanceOf(Pulling.class);
        assertThat(queued(NOW.plus(Pause.LONGEST)).step(look(), NOW).next().phase())
                .isInstanceOf(Queued.class);
    }

    @Test
    void oneThatSomebodyWaitsForIsTriedAtOnceAndAsOftenAsANewOne() {
        Transfer waiting = queued(NOW.plusSeconds(600));
        assertThat(waiting.step(look(), NOW).next()).isEqualTo(waiting);

        Transfer hurried = waiting.step(new TransferInput.Hurried("ana"), NOW).next();

        assertThat(hurried.tally().failures()).isZero();
        assertThat(((Queued) hurried.phase()).why())
                .as("an obstacle counts at its second look again")
                .isNull();
        assertThat(hurried.step(look(), NOW).next().phase()).isInstanceOf(Pulling.class);
    }

    @Test
    void oneThatRunsOrHasEndedCannotBeHurried() {
        Transfer pulling = queued(NOW).step(look(), NOW).next().sent(ID);
        Transfer failed = in(new TransferPhase.Failed(NOW, "X", null), 0);

        assertThat(pulling.step(new TransferInput.Hurried("ana"), NOW).next()).isEqualTo(pulling);
        assertThat(failed.step(new TransferInput.Hurried("ana"), NOW).next()).isEqualTo(failed);
    }

    private static Transfer queued(Instant notBefore) {
        return in(new Queued(notBefore, null, notBefore, false, "UNREACHABLE"), 3);
    }

    /** After two failures of transfers before it. */
    private static Transfer in(TransferPhase phase, int failures) {
        return new Transfer(
                ID,
                PAIR,
                new Transfer.Asked(null, NOW, "c", new Standing("X", 2)),
                new TransferTally(0, 0, failures, null),
                phase);
    }

    private static TransferInput look() {
        Snapshot only = new Snapshot("s1", "1", 1, NOW, 0, null, null, null);
        return new TransferInput.Look(
                DatasetState.of(List.of(only), List.of()),
                DatasetState.MISSING,
                false,
                null,
                new Transport(null, 0, null, false),
                null,
                true);
    }
}
