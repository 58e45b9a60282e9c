package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredKept;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

class NewPlaceTest {
    private static final NodePolicies DECLARED = new NodePolicies(
            "n1",
            "confs/n1/sanoid/sanoid.conf",
            "[tank/a]\nrecursive = yes\n[tank/kept]\nrecursive = yes\nmonthly = 0\n[tank/alone]\n[tank/twin]\nrecursive = yes\nhourly_warn = 1h\n",
            List.of());
    /** Of all under tank 36 months, of those below tank/scratch none. */
    private static final NodePolicies SAID = new NodePolicies(
            "n1",
            "confs/n1/sanoid/sanoid.conf",
            "[tank]\nrecursive = yes\nmonthly = 36\n",
            List.of("tank"),
            List.of(new DeclaredPolicy("tank/scratch", kept(null), kept(0), 9)));

    private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");
    private static final Pair PAIR = new Pair(
            new Pair.Side("n2", "tank/x", true, AT, AT),
            new Pair.Side("n1", "tank/copy", true, AT, AT),
            new DeclaredPull.Origin("n1", "syncoid-args.conf", 1),
            null,
            Pair.Behind.NOTHING,
            CopyTerms.NONE,
            false);

    private static final StagingClones STAGING = new StagingClones(new DeclaredClones(
            "web",
            "n1",
            null,
            null,
            List.of(new DeclaredClone("tank/scratch", "tank/s"), new DeclaredClone("tank/scratch", "tank/later/y")),
            List.of()));

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
        assertThat(objection("tank/free", "tank/kept/new"))
                .contains(new Objection(
                        "to",
                        "is no place for tank/free: tank/kept/new is under [tank/kept] of confs/n1/sanoid/sanoid.conf:3, which would"
                                + " take and destroy its snapshots by another measure than now"));
        assertThat(objection("tank/a/x", "tank/kept/new")).isPresent();
        assertThat(objection("tank/a/x", "tank/a/y")).as("the same section").isEmpty();
        assertThat(objection("tank/a/x", "tank/twin/x"))
                .as("another that keeps the same")
                .isEmpty();
    }

    @Test
    void whatFleetYamlWouldKeepLessOfIsNotPutThere() {
        assertThat(why("tank/free", "tank/scratch/x", SAID))
                .contains("tank/scratch/x is under zfs.policies of fleet.yaml:9, which would take and destroy");
        assertThat(why("tank/scratch/old", "tank/x", SAID)).contains("tank/x is under [tank] of ");
        assertThat(objection("tank/free", "tank/x", SAID)).isEmpty();
        assertThat(objection("tank/free", "tank/scratch/x", observing(SAID)))
                .as("zfs.policies counts of managed datasets only")
                .isEmpty();
    }

    @Test
    void fleetYamlAloneIsEnough() {
        DeclaredKept all = new DeclaredKept(0, 0, 7, 0, 0, 0, List.of(SnapshotKind.DAILY));
        NodePolicies alone = new NodePolicies(
                "n1", null, null, List.of("tank/kept"), List.of(new DeclaredPolicy("tank/kept", all, null, 4)));

        assertThat(why("tank/free", "tank/kept/new", alone))
                .contains("is under zfs.policies of fleet.yaml:4, which would");
        assertThat(why("tank/kept/x", "tank/x", alone))
                .contains("tank/x is where no policy speaks of it", "keeps what zfs.policies of fleet.yaml:4 keeps");
        assertThat(objection("tank/free", "tank/x", alone)).isEmpty();
        assertThat(objection("tank/kept/x", "tank/kept/y", alone)).isEmpty();
    }

    @Test
    void whatIsHeldIsNotPutWhereItIsNot() {
        DeclaredKept held = new DeclaredKept(null, null, null, null, null, null, List.of(SnapshotKind.DAILY));
        NodePolicies holding = new NodePolicies(
                "n1", SAID.file(), SAID.text(), SAID.managed(), List.of(new DeclaredPolicy("tank/a", held, null, 9)));

        assertThat(objection("tank/a/x", "tank/x", holding)).isPresent();
        assertThat(objection("tank/a/x", "tank/a/y", holding)).isEmpty();
    }

    @Test
    void whatIsKeptIsNotPutWhereNoPolicySpeaksOfIt() {
        assertThat(why("tank/a/x", "tank/x", DECLARED))
                .startsWith("is no place for tank/a/x: tank/x is where no policy speaks of it")
                .endsWith("add one first that keeps what [tank/a] of confs/n1/sanoid/sanoid.conf:1 keeps");
        assertThat(objection("tank/a/x", "tank/alone/x")).isPresent();
        assertThat(why("tank/a/x", "tank/x", saying("[tank/a]\nrecursive = yes\n[tank/x]\n")))
                .as("but of what is below it")
                .startsWith("is no place for tank/a/x/y: tank/x/y is where no policy speaks of it");
        assertThat(objection("tank/a/x", "tank/x", saying("[tank/a]\nrecursive = yes\n[tank/x]\nrecursive = yes\n")))
                .as("one was added")
                .isEmpty();
        assertThat(objection(
                        "tank/a/x", "tank/x", saying("[tank/a]\nrecursive = yes\nautosnap = no\nautoprune = no\n")))
                .as("nothing is done with it now")
                .isEmpty();
    }

    /** To add a policy for the new name would not help: the old name's has to go. */
    @Test
    void whatAFileNamesItselfIsLeftToWhatForbidsItsRename() {
        assertThat(objection("tank/a", "tank/x")).isEmpty();
        assertThat(objection("tank/a/x", "tank/x", managing("tank/a/x"))).isEmpty();
    }

    /** One `zfs snapshot -r` above takes them, though the dataset's own autosnap is off. */
    @Test
    void snapshotsThatAreTakenFromAboveAreTaken() {
        NodePolicies taken = saying("[tank/a]\nrecursive = zfs\n[tank/twin]\nrecursive = yes\nautosnap = no\n");

        assertThat(objection("tank/a/x", "tank/twin/x", taken)).isPresent();
    }

    @Test
    void whoKeepsTheSnapshotsStaysTheSame() {
        assertThat(why("tank/a/x", "tank/twin/x", managing("tank/a"))).contains("tank/twin/x is not under zfs.manage");
        assertThat(why("tank/a/x", "tank/twin/x", managing("tank/twin"))).contains("tank/twin/x is under zfs.manage");
        assertThat(objection("tank/a/x", "tank/twin/x", managing("tank"))).isEmpty();
    }

    @Test
    void nothingIsPutWhereStagingClonesAreMade() {
        for (String to : List.of("tank/s", "tank/s.next", "tank/s.before")) {
            assertThat(objection("tank/free", to))
                    .contains(new Objection(
                            "to", "is a place of the staging clones web, whose refreshes destroy what is at " + to));
        }
        assertThat(objection("tank/free", "tank/s.other")).isEmpty();
    }

    @Test
    void whatLiesBelowIsNotPutWhereSomethingElseIsToBeEither() {
        NodePolicies none = saying("");

        assertThat(why("tank/a/x", "tank/later", none))
                .isEqualTo(
                        "is no place for tank/a/x/y: tank/later/y is a place of the staging clones web, whose refreshes"
                                + " destroy what is at tank/later/y");
        assertThat(objection("tank/free", "tank/later", none)).isEmpty();
    }

    @Test
    void aPlaceThatIsTakenOrNowhereIsNone() {
        assertThat(objection("tank/free", "tank/a")).contains(new Objection("to", "'tank/a' is there already"));
        assertThat(objection("tank/free", "tank/none/x"))
                .contains(new Objection("to", "lies below 'tank/none', which is not on n1"));
    }

    private static DeclaredKept kept(Integer monthly) {
        return new DeclaredKept(null, null, null, null, monthly, null, List.of());
    }

    private static NodePolicies saying(String text) {
        return new NodePolicies("n1", DECLARED.file(), text, List.of());
    }

    private static NodePolicies observing(NodePolicies declared) {
        return new NodePolicies("n1", declared.file(), declared.text(), List.of(), declared.policies());
    }

    private static NodePolicies managing(String... managed) {
        return new NodePolicies("n1", DECLARED.file(), DECLARED.text(), List.of(managed));
    }

    private static String why(String from, String to, NodePolicies declared) {
        return objection(from, to, declared).orElseThrow().detail();
    }

    private static Optional<Objection> objection(String from, String to) {
        return objection(from, to, DECLARED);
    }

    private static Optional<Objection> objection(String from, String to, NodePolicies declared) {
        List<Dataset> datasets = Stream.of(
                        "tank",
                        "tank/free",
                        "tank/a",
                        "tank/a/x",
                        "tank/a/x/y",
                        "tank/kept",
                        "tank/kept/x",
                        "tank/alone",
                        "tank/copy",
                        "tank/scratch",
                        "tank/scratch/old",
                        "tank/twin")
                .map(name -> new Dataset(name, "1", "filesystem", 1, 1, 1, null, null))
                .toList();
        return NewPlace.objection(
                new StructureChange("n1", from, StructureChange.Action.RENAME),
                new RenameWish(to),
                new Known(datasets, Map.of(), List.of(PAIR), List.of(), declared, null, List.of(STAGING)));
    }
}
