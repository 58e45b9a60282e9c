package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroySnapshotsHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

class DestroySnapshotsHandlerTest extends SnapshotLab {
    private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(64);

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
    void aSnapshotThatWasTakenAgainUnderTheSameNameIsAnotherOne() {
        TakenSnapshot first = take("tank/off", "vzdump", false).snapshots().getFirst();
        bench.run("zfs", "destroy", "tank/off@vzdump");
        TakenSnapshot second = take("tank/off", "vzdump", false).snapshots().getFirst();

        String detail = Workbench.refused(destroy(new SnapshotRef("vzdump", first.guid())), Reason.PRECONDITION);

        assertThat(detail).contains("is another snapshot").contains(second.guid());
    }

    private Outcome destroy(SnapshotRef... snapshots) {
        return new DestroySnapshotsHandler()
                .handle(new DestroySnapshots("tank/off", List.of(snapshots), "expired"), bench.execution());
    }
}
