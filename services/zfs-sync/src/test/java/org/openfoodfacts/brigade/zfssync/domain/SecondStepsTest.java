package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Asked;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;

/** Transfers that have brought something and have more to bring, while their way is busy; all have a limit, and their sources {@code s1} to {@code s3}. */
class SecondStepsTest extends TransferSample {
    private static final Asked BY_ITSELF = new Asked(null, NOW, "c", Standing.GOOD);

    private final Map<Pair.Key, Transfer> open = new LinkedHashMap<>();
    private final Map<Pair.Key, Pair> pairs = new HashMap<>();
    private final Map<Pair.Key, DatasetState> copies = new HashMap<>();

    @Test
    void thoseThatWaitForTheirWayKeepNobodyElseFromBeingLookedAt() {
        running("a", "b", "copy/running");
        List<Pair.Key> tree = IntStream.range(0, 70)
                .mapToObj(i -> brought("a", "b", "copy/" + i, 1))
                .toList();
        Pair.Key last = brought("c", "d", "copy/z", 3);

        turn();
        turn();

        assertThat(open.get(last).phase()).isInstanceOf(Done.class);
        assertThat(tree)
                .extracting(key -> open.get(key).phase())
                .allMatch(phase -> phase instanceof Queued queued && queued.expected() == null);
        assertThat(turn()).as("none has room").isEmpty();
    }

    @Test
    void theNextStepOfACopyDoesNotComeAfterTheFirstOfAllOthers() {
        Pair.Key busy = running("a", "b", "copy/running");
        Pair.Key next = brought("a", "b", "copy/z", 1);
        List<Pair.Key> firsts = IntStream.range(0, 3)
                .mapToObj(i -> first("a", "b", "copy/" + i))
                .toList();
        turn();
        open.remove(busy);

        turn();

        assertThat(open.get(next).phase()).isInstanceOf(Pulling.class);
        assertThat(firsts).extracting(key -> open.get(key).phase()).hasOnlyElementsOfType(Queued.class);
    }

    @Test
    void whoseFactsAreStillToComeWaitsForThem() {
        running("a", "b", "copy/running");
        Pair.Key early = brought("a", "b", "copy/x", 1);
        Transfer before = open.get(early);
        copies.put(early, DatasetState.MISSING);

        assertThat(turn()).containsExactly(before);

        assertThat(open.get(early)).isEqualTo(before);
    }

    @Test
    void whoWaitsForRoomInThePoolHasSeenItsFacts() {
        Pair.Key promised = brought("a", "b", "copy/x", 1);
        Room room = new Room(5000, 5000, new Room.Promised(4500, 4500));
        DatasetState source = state(3, null, 1000L);

        Transfer waiting = open.get(promised)
                .step(new TransferInput.Look(source, target(1), false, null, TRANSPORT, room, true), NOW)
                .next();

        assertThat(waiting.phase()).isInstanceOfSatisfying(Queued.class, queued -> {
            assertThat(queued.notBefore()).isAfter(NOW);
            assertThat(queued.expected()).isNull();
        });
    }

    /** What was looked at, one after the other; what follows is stored. */
    private List<Transfer> turn() {
        open.values().removeIf(transfer -> transfer.phase().isEnd());
        TransferTurn turn = new TransferTurn(List.copyOf(open.values()), pairs, pairs.keySet(), _ -> false, 4, NOW);
        turn.looked().forEach(transfer -> turn.look(transfer, look(source(3), copies.get(transfer.pair())), _ -> {}));
        turn.batches().stream()
                .flatMap(batch -> batch.steps().stream())
                .map(Transfer.Step::next)
                .forEach(next -> open.put(next.pair(), next));
        return turn.looked();
    }

    private Pair.Key running(String source, String node, String target) {
        return in(pair(source, node, target, null), new Pulling(COMMAND, new What(StepKind.FULL, null, "s1"), null));
    }

    /** The facts show that so many snapshots have come, of which the last step brought the last. */
    private Pair.Key brought(String source, String node, String target, int come) {
        Pair.Key key = pair(source, node, target, NOW);
        copies.put(key, target(come));
        return in(key, new Queued(NOW, Integer.toString(come), NOW.plus(Transfer.FACTS_PATIENCE), false, null));
    }

    private Pair.Key first(String source, String node, String target) {
        Pair.Key key = pair(source, node, target, null);
        copies.put(key, DatasetState.MISSING);
        return in(key, new Queued(NOW, null, NOW, false, null));
    }

    private Pair.Key in(Pair.Key key, TransferPhase phase) {
        open.put(key, new Transfer(UUID.randomUUID(), key, BY_ITSELF, TransferTally.NOTHING, phase));
        return key;
    }

    /** @param common when the newest common snapshot was taken; null where there is no copy yet */
    private Pair.Key pair(String source, String node, String target, Instant common) {
        Pair pair = new Pair(
                new Pair.Side(source, "tank/" + target, true, NOW, NOW),
                new Pair.Side(node, target, common != null, common, NOW),
                new DeclaredPull.Origin(node, "f", 1),
                common == null ? null : new Pair.Common("s1", "1", common),
                new Pair.Behind(2, 2L, false),
                CopyTerms.NONE,
                false);
        pairs.put(pair.key(), pair);
        return pair.key();
    }
}
