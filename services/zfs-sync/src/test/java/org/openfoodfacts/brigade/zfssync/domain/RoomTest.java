package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullFailed;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Room.Promised;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;

/** What would fill a pool is not begun; each snapshot of the sample has 100 bytes. */
class RoomTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");

    @Test
    void aNewCopyNeedsRoomForAllOfItNotOnlyForItsFirstStream() {
        assertThat(step(DatasetState.MISSING, new Room(1000, 300)).command()).isNotNull();

        Step refused = step(DatasetState.MISSING, new Room(1000, 299));
        assertThat(refused.command()).isNull();
        assertThat(refused.events()).singleElement().isInstanceOfSatisfying(PullFailed.class, event -> {
            assertThat(event.reason()).isEqualTo("NO_SPACE");
            assertThat(event.detail()).contains("about 300 bytes", "may take 299 more");
        });
    }

    @Test
    void aStepOfACopyThatIsThereMayUseWhatIsFree() {
        DatasetState one = DatasetState.of(List.of(snapshot(1)), List.of());

        assertThat(step(one, new Room(200, -5)).command()).isNotNull();
        assertThat(step(one, new Room(199, -5)).events())
                .singleElement()
                .satisfies(event -> assertThat(((PullFailed) event).detail())
                        .isEqualTo("about 200 bytes are to come, and the pool may take 199 more"));
        assertThat(step(DatasetState.MISSING, new Room(1000, -5)).events())
                .singleElement()
                .satisfies(event -> assertThat(((PullFailed) event).detail()).contains("may take 0 more before"));
    }

    @Test
    void whatFitsOnlyWithoutWhatOthersStillBringWaitsAndHasNotFailed() {
        Step waits = step(DatasetState.MISSING, new Room(1000, 500, new Promised(0, 201)));
        assertThat(waits.command()).isNull();
        assertThat(waits.events()).isEmpty();
        assertThat(waits.next().tally()).isEqualTo(TransferTally.NOTHING);
        assertThat(waits.next().phase()).isInstanceOfSatisfying(TransferPhase.Queued.class, queued -> {
            assertThat(queued.notBefore()).isEqualTo(NOW.plus(Pause.FIRST));
            assertThat(queued.why()).contains("about 300 bytes", "may take 500 more", "others still bring about 201");
        });
        assertThat(step(DatasetState.MISSING, new Room(1000, 500, new Promised(0, 200)))
                        .command())
                .isNotNull();

        DatasetState one = DatasetState.of(List.of(snapshot(1)), List.of());
        assertThat(step(one, new Room(500, -5, new Promised(300, 9000))).command())
                .as("beside what runs there is room, and it waits for nothing else")
                .isNotNull();
        assertThat(step(one, new Room(500, -5, new Promised(301, 9000))).command())
                .isNull();
    }

    @Test
    void whatIsNotKnownStopsNothing() {
        Snapshot untold = snapshot("s3", 3, null, List.of(), List.of());
        DatasetState source = DatasetState.of(List.of(snapshot(1), snapshot(2), untold), List.of());

        assertThat(step(DatasetState.MISSING, null).command()).isNotNull();
        assertThat(asked().step(
                                new TransferInput.Look(
                                        source, DatasetState.MISSING, false, null, transport(), new Room(1, 1), true),
                                NOW)
                        .command())
                .isNotNull();
    }

    private static Step step(DatasetState target, Room room) {
        DatasetState source = DatasetState.of(List.of(snapshot(1), snapshot(2), snapshot(3)), List.of());
        return asked().step(new TransferInput.Look(source, target, false, null, transport(), room, true), NOW);
    }

    private static Transfer asked() {
        return Transfer.of(
                new UUID(1, 1), SightSample.PAIR, new Transfer.Asked(null, NOW, "c", Transfer.Standing.GOOD));
    }

    private static Transport transport() {
        return new Transport(null, 0, null, false);
    }
}
