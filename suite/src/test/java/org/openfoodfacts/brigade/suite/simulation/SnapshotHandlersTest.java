package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.agent.tools.zfs.MeasureSnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.TakeSnapshotHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsMeasured;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;

class SnapshotHandlersTest extends SnapshotLab {
    @Test
    void aRecursiveSnapshotIsOneTransactionGroupAndCarriesReasonAndEnd() {
        SnapshotsTaken taken = take("tank/off", "before-migration", true);

        assertThat(taken.snapshots())
                .extracting(TakenSnapshot::dataset)
                .containsExactly("tank/off", "tank/off/images", "tank/off/products");
        assertThat(taken.snapshots())
                .extracting(TakenSnapshot::createTxg)
                .containsOnly(taken.snapshots().getFirst().createTxg());
        assertThat(taken.snapshots()).extracting(TakenSnapshot::guid).doesNotHaveDuplicates();
        SnapshotsFact.Snapshot fact = snapshotsOf("tank/off/images").snapshots().getFirst();
        assertThat(fact.expiry()).isEqualTo(new SnapshotsFact.Expiry("before the migration", END));
        assertThat(fact.guid()).isEqualTo(taken.snapshots().get(1).guid());
    }

    @Test
    void aNameThatIsTakenAnywhereInTheTreeIsRefusedAndNothingIsMade() {
        take("tank/off/images", "x", false);

        Outcome outcome = new TakeSnapshotHandler()
                .handle(new TakeSnapshot("tank/off", "x", true, "again", END), bench.execution());

        assertThat(Workbench.refused(outcome, Reason.PRECONDITION))
                .isEqualTo("the name is not free: tank/off/images@x exists already");
        assertThat(snapshotsOf("tank/off/products").snapshots()).isEmpty();
    }

    @Test
    void aDatasetThatIsNotThereIsRefused() {
        Outcome outcome = new TakeSnapshotHandler()
                .handle(new TakeSnapshot("tank/gone", "x", false, "why", END), bench.execution());

        assertThat(Workbench.refused(outcome, Reason.PRECONDITION)).isEqualTo("there is no dataset tank/gone");
    }

    @Test
    void namesThatCouldBeOptionsListsOrRangesAreMalformed() {
        for (String name : List.of("a,b", "a%b", "a@b", "a/b", "")) {
            Outcome outcome = new TakeSnapshotHandler()
                    .handle(new TakeSnapshot("tank/off", name, false, "why", END), bench.execution());
            assertThat(Workbench.refused(outcome, Reason.MALFORMED)).startsWith("name:");
        }
        Outcome outcome =
                new TakeSnapshotHandler().handle(new TakeSnapshot("-r", "x", false, "why", END), bench.execution());
        assertThat(Workbench.refused(outcome, Reason.MALFORMED)).startsWith("dataset:");
    }

    @Test
    void aReasonOfSeveralLinesDoesNotBreakTheFacts() {
        new TakeSnapshotHandler()
                .handle(new TakeSnapshot("tank/off", "x", false, "one\n\ttwo", END), bench.execution());

        assertThat(snapshotsOf("tank/off").snapshots().getFirst().expiry().reason())
                .isEqualTo("one two");
    }

    @Test
    void measuringDestroysNothingAndIsOnlyOfTheSnapshotsThatAreMeant() {
        TakenSnapshot a = take("tank/off", "a", false).snapshots().getFirst();
        take("tank/off", "b", false);
        bench.run("zfs", "hold", "keep", "tank/off@a");

        SnapshotsMeasured measured = Workbench.done(measure(new SnapshotRef("a", a.guid())), SnapshotsMeasured.class);

        assertThat(measured.names()).containsExactly("a");
        assertThat(measured.reclaimBytes()).isPositive();
        assertThat(snapshotsOf("tank/off").snapshots()).hasSize(2);
        assertThat(Workbench.refused(measure(new SnapshotRef("b", "17")), Reason.PRECONDITION))
                .isEqualTo("gone, or another of that name: tank/off@b");
        assertThat(Workbench.refused(measure(new SnapshotRef("a%b", "17")), Reason.MALFORMED))
                .contains("'a%b' is not a snapshot name");
    }

    @Test
    void holdsClonesAndBookmarksAreFacts() {
        take("tank/off", "a", false);
        bench.run("zfs", "hold", "keep", "tank/off@a");
        bench.run("zfs", "clone", "tank/off@a", "tank/staging");
        bench.run("zfs", "bookmark", "tank/off@a", "tank/off#a");

        SnapshotsFact fact = snapshotsOf("tank/off");

        assertThat(fact.snapshots().getFirst().holds()).containsExactly("keep");
        assertThat(fact.snapshots().getFirst().clones()).containsExactly("tank/staging");
        assertThat(fact.bookmarks().getFirst().guid())
                .isEqualTo(fact.snapshots().getFirst().guid());
    }

    @Test
    void anEndThatASnapshotOnlyInheritsDoesNotCount() {
        bench.run("zfs", "set", "org.openfoodfacts.brigade:expires=2020-01-01T00:00:00Z", "tank/off");
        bench.run("zfs", "snapshot", "tank/off@by-sanoid");

        assertThat(snapshotsOf("tank/off").snapshots().getFirst().expiry()).isNull();
    }

    @Test
    void aReasonWithALineBreakThatAHandHasSetHidesNothing() {
        take("tank/off", "by-brigade", false);
        bench.run("zfs", "snapshot", "tank/off@by-hand");
        bench.run("zfs", "set", "org.openfoodfacts.brigade:reason=one\ntwo", "tank/off@by-hand");

        assertThat(snapshotsOf("tank/off").snapshots())
                .extracting(
                        SnapshotsFact.Snapshot::name,
                        snapshot -> snapshot.expiry().reason())
                .containsExactly(Tuple.tuple("by-brigade", "before the migration"), Tuple.tuple("by-hand", "one"));
    }

    @Test
    void whereNothingWasTakenByHandNobodyIsAskedForReasons() {
        bench.run("zfs", "snapshot", "tank/off@by-sanoid");

        assertThat(snapshotsOf("tank/off").snapshots()).hasSize(1);

        assertThat(bench.simulated.exec().asked())
                .filteredOn(argv -> argv.contains("get"))
                .isEmpty();
    }

    @Test
    void theProbeMakesTheSameNumberOfCallsHoweverManyDatasetsThereAre() {
        for (int i = 0; i < 30; i++) {
            bench.run("zfs", "create", "tank/off/d" + i);
        }
        take("tank", "all", true);
        bench.run("zfs", "hold", "keep", "tank/off@all", "tank/off/d1@all");
        ZfsProbe probe = new ZfsProbe();
        probe.observe(bench.machine(), Watch.NOTHING);
        int before = bench.simulated.exec().asked().size();

        probe.observe(bench.machine(), Watch.NOTHING);

        assertThat(bench.simulated.exec().asked().size() - before).isEqualTo(4);
    }

    private Outcome measure(SnapshotRef... snapshots) {
        return new MeasureSnapshotsHandler()
                .handle(new MeasureSnapshots("tank/off", List.of(snapshots)), bench.execution());
    }
}
