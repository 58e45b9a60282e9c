package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.Lag;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PairChanged;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.Place;

class PairChangesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration GOAL = Duration.ofHours(7);

    @Test
    void aNewPairIsToldOfOnlyWhenItIsInTrouble() {
        assertThat(look(Map.of(), NOW, pair(0, NOW)).events()).isEmpty();
        assertThat(look(Map.of(), NOW, pair(0, null)).events())
                .containsExactly(new PairChanged(
                        new Place("web", "tank/0"),
                        new Place("backup", "copy/0"),
                        null,
                        "NOT_RUN",
                        NOW,
                        new Lag(null, null, GOAL),
                        "conf:1"));
    }

    @Test
    void aSuccessIsANewerCommonSnapshotAndNotOneThatIsLost() {
        Map<Pair.Key, PairRecord> seen = new HashMap<>();
        assertThat(apply(seen, NOW, pair(0, NOW)).lastSuccess()).isNull();
        assertThat(apply(seen, NOW.plusSeconds(5), pair(0, null)).lastSuccess()).isNull();
        assertThat(apply(seen, NOW.plusSeconds(6), pair(0, NOW.minusSeconds(9))).lastSuccess())
                .isNull();
        assertThat(apply(seen, NOW.plusSeconds(7), pair(0, NOW)).lastSuccess()).isEqualTo(NOW.plusSeconds(7));
        assertThat(apply(seen, NOW.plusSeconds(8), pair(0, NOW)).lastSuccess()).isEqualTo(NOW.plusSeconds(7));
    }

    @Test
    void twoLinesThatDeclareOnePairAreOneAndNothingIsStoredAgainThatDidNotChange() {
        PairChanges first = look(Map.of(), NOW, pair(0, null), pair(0, null));
        assertThat(first.events()).hasSize(1);
        PairRecord stored = first.stored().getFirst();
        assertThat(look(Map.of(stored.key(), stored), NOW.plusSeconds(9), pair(0, null)))
                .isEqualTo(new PairChanges(List.of(), List.of(), List.of()));
    }

    /** Each moment maps declared pairs to how many hours ago their common snapshot was taken, 15 for none at all. */
    @Property
    void theEventsOfEachPairTellItsStatesOnceEachAndEndWithItsTrouble(
            @ForAll @Size(max = 30) List<Map<@IntRange(max = 4) Integer, @IntRange(max = 15) Integer>> history) {
        Map<Pair.Key, PairRecord> seen = new HashMap<>();
        Map<String, String> told = new HashMap<>();
        Instant now = NOW;
        for (Map<Integer, Integer> moment : history) {
            now = now.plusSeconds(60);
            Instant at = now;
            Pair[] pairs = moment.entrySet().stream()
                    .map(one -> pair(
                            one.getKey(), one.getValue() == 15 ? null : at.minus(Duration.ofHours(one.getValue()))))
                    .toArray(Pair[]::new);
            PairChanges changes = look(seen, now, pairs);
            for (PairChanged event : changes.events()) {
                assertThat(event.before()).isNotEqualTo(event.after());
                String before = told.put(event.copy().dataset(), event.after());
                assertThat(before == null ? "CURRENT" : before)
                        .isEqualTo(event.before() == null ? "CURRENT" : event.before());
            }
            changes.stored().forEach(one -> seen.put(one.key(), one));
            changes.gone().forEach(one -> seen.remove(one.key()));
            assertThat(seen).hasSize(moment.size());
            for (int i = 0; i <= 4; i++) {
                String last = told.get("copy/" + i);
                PairRecord stored = seen.get(pair(i, null).key());
                boolean troubleTold = last != null && Pair.State.valueOf(last).isTrouble();
                assertThat(troubleTold)
                        .isEqualTo(stored != null && stored.state().isTrouble());
            }
        }
    }

    private static PairRecord apply(Map<Pair.Key, PairRecord> seen, Instant now, Pair pair) {
        look(seen, now, pair).stored().forEach(one -> seen.put(one.key(), one));
        return seen.get(pair.key());
    }

    private static PairChanges look(Map<Pair.Key, PairRecord> seen, Instant now, Pair... pairs) {
        return PairChanges.of(seen, List.of(pairs), now, GOAL);
    }

    private static Pair pair(int number, Instant common) {
        Instant newest = common == null ? null : NOW;
        return new Pair(
                new Pair.Side("web", "tank/" + number, true, NOW, NOW),
                new Pair.Side("backup", "copy/" + number, true, newest, NOW),
                new DeclaredPull.Origin("backup", "conf", 1),
                common == null ? null : new Pair.Common("s", "1", common),
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                false);
    }
}
