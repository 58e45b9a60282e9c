package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.Room.Promised;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;

class PoolPromisesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final UUID COMMAND = new UUID(0, 7);
    private static final Queued QUEUED = new Queued(NOW, null, NOW, false, null);
    private static final Pair.Key ASKING = key("b", "copy/asking");

    private final Map<Pair.Key, Pair> pairs = new HashMap<>();

    @Test
    void whatOthersStillBringToThePoolIsPromised() {
        Transfer pulling = transfer("b", "copy/one", 500L, 0, pulling(StepKind.FULL));
        Transfer between = transfer("b", "copy/two", 30L, 1, QUEUED);
        Transfer waiting = transfer("b", "copy/three", 4L, 0, QUEUED);
        Transfer unknown = transfer("b", "copy/four", null, 0, pulling(StepKind.INCREMENTAL));
        Transfer elsewhere = transfer("b", "other/one", 1000L, 0, pulling(StepKind.FULL));
        Transfer onAnother = transfer("c", "copy/one", 1000L, 0, pulling(StepKind.FULL));

        assertThat(promised(List.of(pulling, between, waiting, unknown, elsewhere, onAnother), Map.of()))
                .isEqualTo(new Promised(500, 530));
    }

    @Test
    void whatHasComeIsInThePoolAlready() {
        Transfer pulling = transfer("b", "copy/one", 500L, 0, pulling(StepKind.FULL));

        assertThat(promised(List.of(pulling), Map.of(COMMAND, "499 of 400 bytes")))
                .isEqualTo(new Promised(1, 1));
        assertThat(promised(List.of(pulling), Map.of(COMMAND, "600 of 400 bytes")))
                .isEqualTo(Promised.NOTHING);
        assertThat(promised(List.of(pulling), Map.of(COMMAND, "begins"))).isEqualTo(new Promised(500, 500));
    }

    @Test
    void ofACutStreamOnlyTheRestComes() {
        Transfer resumed = transfer("b", "copy/one", 500L, 0, pulling(StepKind.RESUME));

        assertThat(promised(List.of(resumed), Map.of(COMMAND, "10 of 90 bytes")))
                .isEqualTo(new Promised(80, 80));
        assertThat(promised(List.of(resumed), Map.of())).isEqualTo(Promised.NOTHING);
    }

    @Test
    void whatBeginsInThisTurnIsPromisedAndItsOwnIsNobodysHindrance() {
        Transfer asking = transfer("b", "copy/asking", 200L, 1, QUEUED);
        Transfer other = transfer("b", "copy/one", 500L, 0, pulling(StepKind.FULL));
        PoolPromises promises = new PoolPromises(List.of(asking), pairs, Map.of());
        Room room = new Room(1000, 900);

        assertThat(promises.beside(room, ASKING).promised()).isEqualTo(Promised.NOTHING);
        promises.begun(other);
        assertThat(promises.beside(room, ASKING)).isEqualTo(new Room(1000, 900, new Promised(500, 500)));
        assertThat(promises.beside(null, ASKING)).isNull();
    }

    private Promised promised(List<Transfer> open, Map<UUID, String> lines) {
        return new PoolPromises(open, pairs, lines)
                .beside(new Room(1, 1), ASKING)
                .promised();
    }

    /** It goes on whatever room there is when its pause is over. */
    @Test
    void aNewCopyThatWasCutIsPromisedAllInItsPause() {
        Transfer cut = transfer("b", "copy/one", 900L, 0, QUEUED, true);

        assertThat(promised(List.of(cut), Map.of())).isEqualTo(new Promised(0, 900));
    }

    private Transfer transfer(String node, String target, Long behind, int steps, TransferPhase phase) {
        return transfer(node, target, behind, steps, phase, false);
    }

    private Transfer transfer(
            String node, String target, Long behind, int steps, TransferPhase phase, boolean isThere) {
        Pair.Key key = key(node, target);
        pairs.put(
                key,
                new Pair(
                        new Pair.Side("a", key.source(), true, null, null),
                        new Pair.Side(node, target, isThere, null, null),
                        new DeclaredPull.Origin(node, "syncoid-args.conf", 1),
                        null,
                        new Pair.Behind(3, behind, false),
                        CopyTerms.NONE,
                        false));
        return new Transfer(
                new UUID(1, target.hashCode()),
                key,
                new Transfer.Asked(null, NOW, "c", Transfer.Standing.GOOD),
                new TransferTally(steps, 0, 0, null),
                phase);
    }

    private static Pair.Key key(String node, String target) {
        return new Pair.Key("a", "tank/" + target, node, target);
    }

    private static Pulling pulling(StepKind kind) {
        return new Pulling(COMMAND, new What(kind, null, null), null);
    }
}
