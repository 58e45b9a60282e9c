package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.PAIR;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyBlocked;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyUnblocked;
import org.openfoodfacts.brigade.zfssync.domain.Finding.Kind;
import org.openfoodfacts.brigade.zfssync.domain.FindingChanges.Found;

class FindingChangesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");

    private final Map<Pair.Key, FindingRecord> stored = new HashMap<>();

    @Test
    void aFindingIsToldOnceWhenItHasStoodAndItsEndOnce() {
        assertThat(look(Kind.DIVERGED, NOW)).isEmpty();
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(29))).isEmpty();
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(30))).singleElement().satisfies(event -> {
            CopyBlocked blocked = (CopyBlocked) event;
            assertThat(blocked.at()).as("since it was first seen").isEqualTo(NOW);
            assertThat(blocked.finding().kind()).isEqualTo("DIVERGED");
            assertThat(blocked.repairable()).isTrue();
            assertThat(blocked.declared()).isEqualTo("confs/b/sanoid/syncoid-args.conf:3");
        });
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(40))).isEmpty();

        assertThat(look(null, NOW.plusSeconds(50))).singleElement().isInstanceOf(CopyUnblocked.class);
        assertThat(look(null, NOW.plusSeconds(60))).isEmpty();
        assertThat(stored).isEmpty();
    }

    @Test
    void aFindingSinceATimeThatIsStillFarAheadHasStood() {
        look(Kind.DIVERGED, NOW.plus(Duration.ofDays(2)));

        assertThat(look(Kind.DIVERGED, NOW)).singleElement().isInstanceOf(CopyBlocked.class);
    }

    @Test
    void whatIsGoneAtTheSecondLookWasNeverThere() {
        look(Kind.TARGET_WRITTEN, NOW);

        assertThat(look(null, NOW.plusSeconds(10))).isEmpty();
        assertThat(stored).isEmpty();
    }

    @Test
    void anotherKindBeginsAnew() {
        look(Kind.TARGET_WRITTEN, NOW);
        look(Kind.TARGET_WRITTEN, NOW.plusSeconds(30));

        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(40))).isEmpty();
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(70))).singleElement().isInstanceOf(CopyBlocked.class);
    }

    /** As when a copy is renamed back by hand: its datasets are told of before its snapshots. */
    @Test
    void whatWasToldIsCalledOverWhateverWasSeenInBetween() {
        look(Kind.COPY_RENAMED, NOW);
        look(Kind.COPY_RENAMED, NOW.plusSeconds(30));

        assertThat(look(Kind.TARGET_IN_THE_WAY, NOW.plusSeconds(40))).isEmpty();
        assertThat(look(null, NOW.plusSeconds(50)))
                .singleElement()
                .isInstanceOfSatisfying(
                        CopyUnblocked.class,
                        over -> assertThat(over.finding().kind()).isEqualTo("COPY_RENAMED"));
    }

    @Test
    void twoKindsThatAlternateAreToldOnce() {
        look(Kind.DIVERGED, NOW);
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(30))).hasSize(1);

        assertThat(look(Kind.TARGET_WRITTEN, NOW.plusSeconds(40))).isEmpty();
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(50))).isEmpty();
        FindingRecord again = stored.get(PAIR);
        assertThat(again.told()).isTrue();
        assertThat(again.hasStood(PATIENCE, NOW.plusSeconds(50)))
                .as("nothing is repaired at its first sight")
                .isFalse();
        assertThat(look(Kind.DIVERGED, NOW.plusSeconds(90))).isEmpty();
        assertThat(stored.get(PAIR).hasStood(PATIENCE, NOW.plusSeconds(90))).isTrue();
        assertThat(look(null, NOW.plusSeconds(100))).hasSize(1);
    }

    @Test
    void aCopyIntoWhichSomethingIsBroughtKeepsItsFindingAndOneThatNobodyDeclaresLosesIt() {
        look(Kind.DIVERGED, NOW);
        look(Kind.DIVERGED, NOW.plusSeconds(30));

        assertThat(change(Map.of(), List.of(PAIR), NOW.plusSeconds(40))).isEmpty();
        assertThat(stored).containsKey(PAIR);
        assertThat(change(Map.of(), List.of(), NOW.plusSeconds(50)))
                .singleElement()
                .isInstanceOf(CopyUnblocked.class);
    }

    private List<ZfsEvent.OfCopy> look(Kind kind, Instant at) {
        Pair pair = new SightSample().sight().pair();
        RepairPlan plan = kind == null
                ? null
                : new RepairPlan(
                        PAIR, new Finding(kind, "words at " + at), List.of(), RepairPlan.Cost.NONE, List.of(), null);
        return change(Map.of(PAIR, new Found(pair, plan)), List.of(), at);
    }

    private List<ZfsEvent.OfCopy> change(Map<Pair.Key, Found> now, List<Pair.Key> busy, Instant at) {
        FindingChanges changes = FindingChanges.of(stored, now, busy, PATIENCE, at);
        changes.stored().forEach(record -> stored.put(record.key(), record));
        changes.gone().forEach(stored::remove);
        return changes.events();
    }
}
