package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroySnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.MeasureSnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.TakeSnapshotHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsMeasured;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

class SnapshotHandlersTest {
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(64);

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void aHostWithOnePool() {
        bench = new Workbench(
                folder,
                Description.of("ovh1", "host", "10.0.0.1")
                        .withPools(new Description.SimulatedPool(
                                "tank", 4L << 40, List.of("tank/off/images", "tank/off/products"))));
    }

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
    void exactlyTheNamedSnapshotsAreDestroyed() {
        TakenSnapshot a = take("tank/off", "a", false).snapshots().getFirst();
        take("tank/off", "b", false);
        TakenSnapshot c = take("tank/off", "c", false).snapshots().getFirst();

        SnapshotsDestroyed destroyed = Workbench.done(
                destroy(new SnapshotRef("a", a.guid()), new SnapshotRef("c", c.guid())), SnapshotsDestroyed.class);

        assertThat(destroyed.names()).containsExactly("a", "c");
        assertThat(destroyed.freedBytes()).isPositive();
        assertThat(snapshotsOf("tank/off").snapshots())
                .extracting(SnapshotsFact.Snapshot::name)
                .containsExactly("b");
        assertThat(bench.simulated.exec().asked())
                .filteredOn(argv -> argv.contains("destroy") || argv.contains("program"))
                .as("zfs says what it would destroy, and the kernel destroys it by name and guid")
                .containsExactly(
                        List.of("zfs", "destroy", "-nvp", "tank/off@a,c"),
                        List.of(
                                "zfs",
                                "program",
                                "-j",
                                "--",
                                "tank",
                                "-",
                                "tank/off",
                                "a",
                                "" + new BigInteger(a.guid()).longValue(),
                                "c",
                                "" + new BigInteger(c.guid()).longValue()));
    }

    /** Lua in the kernel has no other whole numbers. */
    @Test
    void aGuidOfMoreThan63BitsIsGivenToTheKernelAsANegativeNumber() {
        TakenSnapshot large = IntStream.range(0, 100)
                .mapToObj(i -> take("tank/off", "s" + i, false).snapshots().getFirst())
                .filter(taken -> new BigInteger(taken.guid()).bitLength() == 64)
                .findFirst()
                .orElseThrow();
        String name = large.name();

        assertThat(destroy(new SnapshotRef(name, large.guid()))).isInstanceOf(Outcome.Done.class);

        assertThat(bench.simulated.exec().asked().getLast())
                .containsSubsequence(name, "" + new BigInteger(large.guid()).subtract(TWO_TO_THE_64));
        assertThat(snapshotsOf("tank/off").snapshots())
                .extracting(SnapshotsFact.Snapshot::name)
                .doesNotContain(name);
    }

    @Test
    void oneHoldOneCloneOrOneOtherGuidRefusesAll() {
        TakenSnapshot a = take("tank/off", "a", false).snapshots().getFirst();
        TakenSnapshot held = take("tank/off", "held", false).snapshots().getFirst();
        TakenSnapshot cloned = take("tank/off", "cloned", false).snapshots().getFirst();
        bench.run("zfs", "hold", "keep", "tank/off@held");
        bench.run("zfs", "clone", "tank/off@cloned", "tank/staging");

        String detail = Workbench.refused(
                destroy(
                        new SnapshotRef("a", a.guid()),
                        new SnapshotRef("held", held.guid()),
                        new SnapshotRef("cloned", cloned.guid()),
                        new SnapshotRef("gone", "1")),
                Reason.PRECONDITION);

        assertThat(detail)
                .contains("tank/off@held has holds")
                .contains("tank/off@cloned has clones (tank/staging)")
                .contains("tank/off@gone does not exist")
                .doesNotContain("tank/off@a ");
        assertThat(snapshotsOf("tank/off").snapshots()).hasSize(3);
    }

    /** It keeps them from everybody but Brigade. */
    @Test
    void aPolicysOwnHoldIsTakenOffWhatIsDestroyedUnlessSomebodyElseHoldsItToo() {
        TakenSnapshot own = take("tank/off", "own", false).snapshots().getFirst();
        TakenSnapshot both = take("tank/off", "both", false).snapshots().getFirst();
        bench.run("zfs", "hold", SnapshotPolicy.HOLD_TAG, "tank/off@own", "tank/off@both");
        bench.run("zfs", "hold", "keep", "tank/off@both");

        assertThat(Workbench.refused(
                        destroy(new SnapshotRef("own", own.guid()), new SnapshotRef("both", both.guid())),
                        Reason.PRECONDITION))
                .isEqualTo("tank/off@both has holds");
        assertThat(bench.run("zfs", "holds", "-H", "tank/off@own"))
                .as("what is refused changes nothing")
                .contains(SnapshotPolicy.HOLD_TAG);

        assertThat(destroy(new SnapshotRef("own", own.guid()))).isInstanceOf(Outcome.Done.class);
        assertThat(snapshotsOf("tank/off").snapshots())
                .extracting(SnapshotsFact.Snapshot::name)
                .containsExactly("both");
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
    void aSnapshotThatWasTakenAgainUnderTheSameNameIsAnotherOne() {
        TakenSnapshot first = take("tank/off", "vzdump", false).snapshots().getFirst();
        bench.run("zfs", "destroy", "tank/off@vzdump");
        TakenSnapshot second = take("tank/off", "vzdump", false).snapshots().getFirst();

        String detail = Workbench.refused(destroy(new SnapshotRef("vzdump", first.guid())), Reason.PRECONDITION);

        assertThat(detail).contains("is another snapshot").contains(second.guid());
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

    private SnapshotsTaken take(String dataset, String name, boolean recursive) {
        TakeSnapshot command = new TakeSnapshot(dataset, name, recursive, "before the migration", END);
        return Workbench.done(new TakeSnapshotHandler().handle(command, bench.execution()), SnapshotsTaken.class);
    }

    private Outcome destroy(SnapshotRef... snapshots) {
        return new DestroySnapshotsHandler()
                .handle(new DestroySnapshots("tank/off", List.of(snapshots), "expired"), bench.execution());
    }

    private Outcome measure(SnapshotRef... snapshots) {
        return new MeasureSnapshotsHandler()
                .handle(new MeasureSnapshots("tank/off", List.of(snapshots)), bench.execution());
    }

    private SnapshotsFact snapshotsOf(String dataset) {
        return new ZfsProbe()
                .observe(bench.machine(), Watch.NOTHING).stream()
                        .filter(SnapshotsFact.class::isInstance)
                        .map(SnapshotsFact.class::cast)
                        .filter(fact -> fact.dataset().equals(dataset))
                        .findFirst()
                        .orElseThrow();
    }
}
