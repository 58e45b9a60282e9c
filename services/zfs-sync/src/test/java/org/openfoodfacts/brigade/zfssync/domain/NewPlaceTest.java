package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

class NewPlaceTest {
    private static final NodePolicies DECLARED = new NodePolicies(
            "n1",
            "confs/n1/sanoid/sanoid.conf",
            "[tank/a]\nrecursive = yes\n[tank/kept]\nrecursive = yes\n[tank/alone]\n",
            List.of());
    private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");
    private static final Pair PAIR = new Pair(
            new Pair.Side("n2", "tank/x", true, AT, AT),
            new Pair.Side("n1", "tank/copy", true, AT, AT),
            new DeclaredPull.Origin("n1", "syncoid-args.conf", 1),
            null,
            Pair.Behind.NOTHING,
            CopyTerms.NONE,
            false);

    @Test
    void aPlaceThatNoFileSpeaksOfIsFree() {
        assertThat(objection("tank/free", "tank/other")).isEmpty();
        assertThat(objection("tank/free", "tank/alone/x")).isEmpty();
        assertThat(objection("tank/free", "tank/copying")).isEmpty();
    }

    @Test
    void nothingIsPutIntoACopy() {
        assertThat(objection("tank/free", "tank/copy/x"))
                .contains(new Objection("to", "is in the copy tank/copy, which is nobody's to put something into"));
    }

    @Test
    void whatASectionWouldPruneFromNowOnIsNotPutUnderIt() {
        assertThat(objection("tank/free", "tank/kept/x").orElseThrow().detail())
                .startsWith("is under [tank/kept] of confs/n1/sanoid/sanoid.conf:3, which would take and destroy");
        assertThat(objection("tank/a/x", "tank/kept/x")).isPresent();
        assertThat(objection("tank/a/x", "tank/a/y")).as("the same section").isEmpty();
    }

    @Test
    void aPlaceThatIsTakenOrNowhereIsNone() {
        assertThat(objection("tank/free", "tank/a")).contains(new Objection("to", "'tank/a' is there already"));
        assertThat(objection("tank/free", "tank/none/x"))
                .contains(new Objection("to", "lies below 'tank/none', which is not on n1"));
    }

    private static Optional<Objection> objection(String from, String to) {
        List<Dataset> datasets = Stream.of(
                        "tank", "tank/free", "tank/a", "tank/a/x", "tank/kept", "tank/alone", "tank/copy")
                .map(name -> new Dataset(name, "1", "filesystem", 1, 1, 1, null, null))
                .toList();
        return NewPlace.objection(
                new StructureChange("n1", from, StructureChange.Action.RENAME),
                new RenameWish(to),
                new Known(datasets, Map.of(), List.of(PAIR), List.of(), DECLARED, null, List.of()));
    }
}
