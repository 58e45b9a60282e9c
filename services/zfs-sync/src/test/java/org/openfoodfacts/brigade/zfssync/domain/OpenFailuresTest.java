package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Asked;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;

class OpenFailuresTest extends TransferSample {
    private static final Transfer BY_ITSELF = failed(null);
    private static final Transfer WISHED = failed("ann");

    @Test
    void aFailureStandsWhileTheCopyIsBehindAndBrigadesToBring() {
        assertThat(over(BY_ITSELF, Map.of(PAIR, pair(2)), Set.of(PAIR))).isEmpty();
        assertThat(over(WISHED, Map.of(PAIR, pair(2)), Set.of(PAIR))).isEmpty();
    }

    @Test
    void itIsOverWhenTheCopyIsUpToDateWhoeverBroughtIt() {
        assertThat(over(BY_ITSELF, Map.of(PAIR, pair(0)), Set.of(PAIR))).containsExactly(BY_ITSELF);
        assertThat(over(WISHED, Map.of(PAIR, pair(0)), Set.of())).containsExactly(WISHED);
    }

    @Test
    void itIsOverWhenTheCopyIsLeftToOthersUnlessSomebodyAskedForIt() {
        assertThat(over(BY_ITSELF, Map.of(PAIR, pair(2)), Set.of())).containsExactly(BY_ITSELF);
        assertThat(over(WISHED, Map.of(PAIR, pair(2)), Set.of())).isEmpty();
    }

    /** As of one from which syncoid brings another copy: of those snapshots none ever comes. */
    @Test
    void itIsOverWhenWhatTheCopyLacksDoesNotTravel() {
        Map<Pair.Key, Pair> declared = Map.of(PAIR, pair(2));

        assertThat(OpenFailures.toPlan(List.of(WISHED), declared)).containsExactly(PAIR);
        assertThat(OpenFailures.over(List.of(WISHED), declared, Set.of(PAIR), Set.of(PAIR)))
                .containsExactly(WISHED);
        assertThat(OpenFailures.toPlan(List.of(WISHED), Map.of(PAIR, pair(0)))).isEmpty();
        assertThat(OpenFailures.toPlan(List.of(WISHED), Map.of())).isEmpty();
    }

    @Test
    void itIsOverWhenNoFileDeclaresTheCopy() {
        assertThat(over(WISHED, Map.of(), Set.of())).containsExactly(WISHED);
    }

    private static List<Transfer> over(Transfer last, Map<Pair.Key, Pair> declared, Set<Pair.Key> pulled) {
        return OpenFailures.over(List.of(last), declared, pulled, Set.of());
    }

    private static Transfer failed(String by) {
        return new Transfer(
                UUID.randomUUID(),
                PAIR,
                new Asked(by, NOW, "c", Standing.GOOD),
                TransferTally.NOTHING,
                new TransferPhase.Failed(NOW, "NO_SPACE", null));
    }

    private static Pair pair(int behind) {
        return new Pair(
                new Pair.Side(PAIR.sourceNode(), PAIR.source(), true, NOW, NOW),
                new Pair.Side(PAIR.node(), PAIR.target(), true, NOW, NOW),
                new DeclaredPull.Origin(PAIR.node(), "f", 1),
                new Pair.Common("s1", "1", NOW),
                new Pair.Behind(behind, 1L, false),
                CopyTerms.NONE,
                false);
    }
}
