package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Asked;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;

class TransferQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private final Map<Pair.Key, Pair> pairs = new HashMap<>();

    @Test
    void whatAPersonAskedForGoesFirstThenTheOldestThenWhatIsNotThereYet() {
        Transfer missing = queued(null, pair("a", "b", "copy/m", null));
        Transfer old = queued(null, pair("a", "b", "copy/o", NOW.minusSeconds(900)));
        Transfer young = queued(null, pair("a", "b", "copy/y", NOW.minusSeconds(9)));
        Transfer wished = queued("ann", pair("a", "b", "copy/w", NOW));

        assertThat(queue(9).inOrder(List.of(missing, young, old, wished))).containsExactly(wished, old, young, missing);
    }

    @Test
    void whatFleetYamlCallsMoreImportantGoesBeforeWhatIsFurtherBehind() {
        Transfer old = queued(null, pair("a", "b", "copy/old", NOW.minusSeconds(900)));
        Transfer important = queued(null, pair("a", "b", "copy/important", NOW, 1));
        Transfer wished = queued("ann", pair("a", "b", "copy/wished", NOW, 9));

        assertThat(queue(9).inOrder(List.of(old, important, wished))).containsExactly(wished, important, old);
    }

    @Test
    void noMachineSendsOrReceivesMoreThanItMay() {
        List<Pair.Key> all = IntStream.range(0, 6)
                .mapToObj(i -> pair("a", i % 2 == 0 ? "b" : "c", "copy/" + i, NOW))
                .toList();
        TransferQueue queue = new TransferQueue(
                List.of(new Transfer(
                        UUID.randomUUID(),
                        pair("x", "b", "copy/running", NOW),
                        new Asked(null, NOW, "c", Standing.GOOD),
                        TransferTally.NOTHING,
                        new Pulling(UUID.randomUUID(), new What(StepKind.RESUME, null, null), null))),
                pairs,
                Set.of(),
                3);

        List<Pair.Key> admitted = all.stream().filter(queue::admits).toList();

        assertThat(admitted).extracting(Pair.Key::target).containsExactly("copy/0", "copy/1", "copy/2");
        assertThat(queue.admits(pair("d", "b", "copy/d", NOW)))
                .as("b is busy with three")
                .isFalse();
        assertThat(queue.admits(pair("d", "c", "copy/e", NOW))).isTrue();
        assertThat(queue.admits(pair("a", "d", "copy/f", NOW)))
                .as("a sends three")
                .isFalse();
    }

    @Test
    void whatTravelsTogetherTakesOnePlace() {
        UUID command = UUID.randomUUID();
        List<Transfer> together = IntStream.range(0, 5)
                .mapToObj(i -> new Transfer(
                        UUID.randomUUID(),
                        pair("a", "b", "copy/" + i, NOW),
                        new Asked(null, NOW, "c", Standing.GOOD),
                        TransferTally.NOTHING,
                        new Pulling(command, new What(StepKind.INCREMENTAL, "1", "2"), null)))
                .toList();
        TransferQueue queue = new TransferQueue(together, pairs, Set.of(), 2);

        assertThat(queue.admits(pair("a", "b", "copy/x", NOW))).isTrue();
        assertThat(queue.admits(pair("a", "b", "copy/y", NOW))).isFalse();
    }

    /** {@code --source-bwlimit} keeps a line to the puller usable: four at once would take four times as much. */
    @Test
    void ofPullsWithALimitOneIsUnderWayFromOneMachineToAnother() {
        Pair.Key one = pair("a", "b", "copy/1", NOW);
        Pair.Key other = pair("a", "b", "copy/2", NOW);
        Pair.Key elsewhere = pair("a", "c", "copy/3", NOW);
        Pair.Key free = pair("a", "b", "copy/4", NOW);
        Set<Pair.Key> limited = Set.of(one, other, elsewhere);
        TransferQueue queue = new TransferQueue(List.of(), pairs, limited, 4);

        assertThat(queue.admits(one)).isTrue();
        assertThat(queue.admits(other)).isFalse();
        assertThat(queue.mayBegin(queued("ann", other))).isFalse();
        assertThat(queue.admits(elsewhere)).isTrue();
        assertThat(queue.admits(free)).isTrue();
    }

    @Test
    void aPullThatIsUnderWayWithALimitTakesItsWayThoughItIsDeclaredNoMore() {
        Pair.Key one = pair("a", "b", "copy/1", NOW);
        Pair.Key gone = pair("a", "c", "copy/gone", NOW);
        pairs.remove(gone);
        Pair.Key there = pair("a", "c", "copy/2", NOW);
        Pair.Key other = pair("a", "b", "copy/3", NOW);

        TransferQueue queue =
                new TransferQueue(List.of(pulling(one), pulling(gone)), pairs, Set.of(one, there, other), 4);

        assertThat(queue.admits(there)).isFalse();
        assertThat(queue.admits(other)).isFalse();
    }

    /** Otherwise a long tree with a limit would keep all others from being looked at, though one of it can begin. */
    @Test
    void ofThoseWithALimitOnlyAFewAreLookedAt() {
        List<Transfer> tree = IntStream.range(0, 20)
                .mapToObj(i -> queued(null, pair("a", "b", "copy/" + i, NOW)))
                .toList();
        Transfer last = queued(null, pair("c", "d", "copy/x", NOW));
        List<Transfer> all = new ArrayList<>(tree);
        all.add(last);
        Set<Pair.Key> limited = tree.stream().map(Transfer::pair).collect(toSet());

        TransferTurn turn = new TransferTurn(all, pairs, limited, _ -> false, 4, NOW);

        assertThat(turn.looked()).hasSize(TransferQueue.MOST_LIMITED + 1).endsWith(last);
        assertThat(turn.isFull()).isTrue();
        assertThat(new TransferTurn(all, pairs, Set.of(), _ -> false, 4, NOW).isFull())
                .isFalse();
    }

    private static Transfer pulling(Pair.Key pair) {
        return new Transfer(
                UUID.randomUUID(),
                pair,
                new Asked(null, NOW, "c", Standing.GOOD),
                TransferTally.NOTHING,
                new Pulling(UUID.randomUUID(), new What(StepKind.RESUME, null, null), null));
    }

    @Test
    void whatHasNoRoomIsNotEvenLookedAtUnlessItMayEndWithoutACommand() {
        Transfer busy = queued(null, pair("a", "b", "copy/1", NOW));
        Transfer elsewhere = queued(null, pair("c", "d", "copy/2", NOW));
        Transfer ending = waitingForFacts(null, pair("a", "b", "copy/3", NOW));
        TransferQueue queue = new TransferQueue(List.of(), pairs, Set.of(), 1);
        assertThat(queue.admits(pair("a", "x", "copy/4", NOW))).isTrue();

        assertThat(List.of(busy, elsewhere, ending).stream().filter(queue::mayBegin))
                .containsExactly(elsewhere, ending);
    }

    /** Only so many are looked at in one go. */
    @Test
    void whoeverWaitsForFactsKeepsNobodyElseFromHisTurn() {
        Transfer wished = waitingForFacts("ann", pair("a", "b", "copy/1", NOW.minusSeconds(900)));
        Transfer young = queued(null, pair("a", "b", "copy/2", NOW));

        assertThat(queue(9).inOrder(List.of(wished, young))).containsExactly(young, wished);
    }

    private static Transfer waitingForFacts(String by, Pair.Key pair) {
        return new Transfer(
                UUID.randomUUID(),
                pair,
                new Asked(by, NOW, "c", Standing.GOOD),
                TransferTally.NOTHING,
                new TransferPhase.Queued(NOW, "7", NOW, false, null));
    }

    @Test
    void aChildWaitsForTheParentThatIsStillToCome() {
        Transfer parent = queued(null, pair("a", "b", "copy/off", null));
        Transfer child = queued(null, pair("a", "b", "copy/off/img/x", null));
        TransferQueue queue = new TransferQueue(List.of(parent, child), pairs, Set.of(), 4);

        assertThat(queue.admits(child.pair())).isFalse();
        assertThat(queue.admits(parent.pair())).isTrue();
        pairs.clear();
        pair("a", "b", "copy/off", NOW);
        pair("a", "b", "copy/off/img/x", null);
        assertThat(new TransferQueue(List.of(parent, child), pairs, Set.of(), 4).admits(child.pair()))
                .isTrue();
    }

    private TransferQueue queue(int most) {
        return new TransferQueue(List.of(), pairs, Set.of(), most);
    }

    private static Transfer queued(String by, Pair.Key pair) {
        return Transfer.of(UUID.randomUUID(), pair, new Asked(by, NOW, "c", Standing.GOOD));
    }

    /** @param common when the newest common snapshot was taken; null where there is no copy yet */
    private Pair.Key pair(String source, String node, String target, Instant common) {
        return pair(source, node, target, common, CopyTerms.NONE.priority());
    }

    private Pair.Key pair(String source, String node, String target, Instant common, int priority) {
        Pair pair = new Pair(
                new Pair.Side(source, "tank/" + target, true, NOW, NOW),
                new Pair.Side(node, target, common != null, common, NOW),
                new DeclaredPull.Origin(node, "f", 1),
                common == null ? null : new Pair.Common("s", "1", common),
                new Pair.Behind(1, 1L, false),
                new CopyTerms(null, 0, null, priority),
                false);
        pairs.put(pair.key(), pair);
        return pair.key();
    }
}
