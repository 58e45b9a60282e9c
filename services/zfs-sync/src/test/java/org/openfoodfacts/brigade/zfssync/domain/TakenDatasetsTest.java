package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TakenDatasetsTest {
    private static final Pair WHOLE = pair("a", "tank/whole", true, "copy/whole", true);
    private static final Pair LEFT = pair("a", "tank/old", false, "copy/old", true);
    private static final Pair NEW = pair("a", "tank/new", true, "copy/new", false);

    @Test
    void theEndsOfAPairAreNobodysLostRelatives() {
        var taken = new TakenDatasets(List.of(WHOLE, NEW));

        assertThat(taken.isTakenFor(NEW, "b", "copy/whole")).isTrue();
        assertThat(taken.isTakenFor(LEFT, "a", "tank/new")).isTrue();
        assertThat(taken.isTakenFor(NEW, "b", "copy/new")).as("it is not there").isFalse();
        assertThat(taken.isTakenFor(NEW, "c", "copy/whole"))
                .as("on another node")
                .isFalse();
    }

    @Test
    void aCopyWhoseSourceIsGoneMayBeThatOfItsNewName() {
        assertThat(new TakenDatasets(List.of(LEFT, NEW)).isTakenFor(NEW, "b", "copy/old"))
                .isFalse();
    }

    @Test
    void aCopyWhoseSourceIsPerhapsOnlyAwayStaysWhatItIs() {
        Pair otherPool = pair("a", "other/new", true, "copy/new", false);
        Pair otherNode = pair("c", "tank/new", true, "copy/new", false);
        Pair alsoAway = pair("a", "tank/new", false, "copy/new", false);

        for (Pair asking : List.of(otherPool, otherNode, alsoAway)) {
            assertThat(new TakenDatasets(List.of(LEFT, asking)).isTakenFor(asking, "b", "copy/old"))
                    .as("%s", asking.source())
                    .isTrue();
        }
    }

    @Test
    void whatAnotherPairBringsIntoTheSameCopyKeepsIt() {
        Pair second = pair("a", "tank/second", true, "copy/old", true);

        assertThat(new TakenDatasets(List.of(LEFT, second, NEW)).isTakenFor(NEW, "b", "copy/old"))
                .isTrue();
    }

    private static Pair pair(String node, String source, boolean sourceExists, String target, boolean targetExists) {
        return new Pair(
                new Pair.Side(node, source, sourceExists, null, null),
                new Pair.Side("b", target, targetExists, null, null),
                new DeclaredPull.Origin("b", "confs/b/sanoid/syncoid-args.conf", 1),
                null,
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                false);
    }
}
