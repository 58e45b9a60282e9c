package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.FreeDestruction;
import org.openfoodfacts.brigade.agent.tools.zfs.FreeDestruction.Freed;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotDestruction;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** Destroying snapshots by name and guid, on the simulated machine and on a real one: those that were meant, or none, whatever happens after the last look. */
interface DestroyContract {
    ToolMachine target();

    /** The same machine as its agent has it. */
    Machine machine();

    /** A dataset that this contract may make children of. */
    String parent();

    @Test
    default void theNamedOnesAreDestroyedAndNoOthers() {
        String dataset = snapshots("named", "a", "b", "c");

        Outcome outcome = destroy(machine().exec(), dataset, "a", "c");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((SnapshotsDestroyed) done.result()).names())
                                .containsExactly("a", "c"));
        assertThat(left(dataset)).containsExactly("b");
    }

    @Test
    default void oneThatWasReplacedAfterTheLookKeepsAll() {
        String dataset = snapshots("replaced", "a", "b");

        Outcome outcome = destroy(
                meanwhile(() -> {
                    replace(dataset + "@b");
                }),
                dataset,
                "a",
                "b");

        assertThat(RepairContract.refused(outcome)).isEqualTo(dataset + "@b is another snapshot by now");
        assertThat(left(dataset)).containsExactly("a", "b");
    }

    @Test
    default void oneThatIsGoneAfterTheLookKeepsTheOthers() {
        String dataset = snapshots("gone", "a", "b");

        Outcome outcome =
                destroy(meanwhile(() -> target().output("zfs", "destroy", dataset + "@a")), dataset, "a", "b");

        assertThat(RepairContract.refused(outcome)).isEqualTo(dataset + "@a does not exist");
        assertThat(left(dataset)).containsExactly("b");
    }

    @Test
    default void oneThatIsClonedAfterTheLookKeepsAll() {
        String dataset = snapshots("cloned", "a", "b");

        Outcome outcome = destroy(
                meanwhile(() -> target().output("zfs", "clone", dataset + "@b", dataset + "-clone")),
                dataset,
                "a",
                "b");

        assertThat(RepairContract.refused(outcome)).isEqualTo(dataset + "@b has clones");
        assertThat(left(dataset)).containsExactly("a", "b");
    }

    @Test
    default void oneThatIsHeldAfterTheLookKeepsAll() {
        String dataset = snapshots("held", "a", "b");

        Outcome outcome =
                destroy(meanwhile(() -> target().output("zfs", "hold", "keep", dataset + "@b")), dataset, "a", "b");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.detail()).contains(dataset + "@b: it's being held"));
        assertThat(left(dataset)).containsExactly("a", "b");
    }

    @Test
    default void whatKeepsThemIsToldBeforeWhatIsOnlyInUse() {
        String dataset = snapshots("mixed", "a", "b");

        Outcome outcome = destroy(
                meanwhile(() -> {
                    target().output("zfs", "hold", "keep", dataset + "@a");
                    replace(dataset + "@b");
                }),
                dataset,
                "a",
                "b");

        assertThat(RepairContract.refused(outcome)).isEqualTo(dataset + "@b is another snapshot by now");
        assertThat(left(dataset)).containsExactly("a", "b");
    }

    /** zfs is asked by name for what is in use and for nothing else: the others wait until the kernel has looked at them once more. */
    @Test
    default void oneInUseGoesFirstAndAnotherThatIsReplacedMeanwhileStays() {
        String dataset = snapshots("used", "a", "b");
        Exec used = meanwhile(() -> target().output("zfs", "hold", "reader", dataset + "@a"));
        Exec let = before(used, List.of("zfs", "destroy", dataset + "@a"), () -> {
            target().output("zfs", "release", "reader", dataset + "@a");
            replace(dataset + "@b");
        });

        Outcome outcome = destroy(let, dataset, "a", "b");

        assertThat(failed(outcome))
                .isEqualTo("zfs destroy " + dataset + " (after 1 of 2): " + dataset + "@b is another snapshot by now");
        assertThat(left(dataset)).containsExactly("b");
    }

    @Test
    default void aPolicysHoldStaysWhenZfsWouldNotDestroy() {
        String dataset = snapshots("policy", "a");
        target().output("zfs", "hold", SnapshotPolicy.HOLD_TAG, dataset + "@a");
        Exec cloned = before(
                machine().exec(),
                List.of("zfs", "destroy", "-nvp", dataset + "@a"),
                () -> target().output("zfs", "clone", dataset + "@a", dataset + "-clone"));

        Outcome outcome = destroy(cloned, dataset, "a");

        assertThat(RepairContract.refused(outcome)).startsWith("zfs would not destroy them: ");
        assertThat(target().output("zfs", "holds", "-H", dataset + "@a")).contains(SnapshotPolicy.HOLD_TAG);
    }

    @Test
    default void aPolicysHoldIsSetAgainWhenTheKernelWouldNotDestroy() {
        String dataset = snapshots("again", "a", "b");
        target().output("zfs", "hold", SnapshotPolicy.HOLD_TAG, dataset + "@a");

        Outcome outcome = destroy(
                meanwhile(() -> target().output("zfs", "clone", dataset + "@b", dataset + "-clone")),
                dataset,
                "a",
                "b");

        assertThat(RepairContract.refused(outcome)).isEqualTo(dataset + "@b has clones");
        assertThat(target().output("zfs", "holds", "-H", dataset + "@a")).contains(SnapshotPolicy.HOLD_TAG);
    }

    @Test
    default void aPolicysHoldIsNoHindrance() {
        String dataset = snapshots("own", "a");
        target().output("zfs", "hold", SnapshotPolicy.HOLD_TAG, dataset + "@a");

        assertThat(destroy(machine().exec(), dataset, "a")).isInstanceOf(Outcome.Done.class);
        assertThat(left(dataset)).isEmpty();
    }

    @Test
    default void forAPolicyOneThatStaysInUseKeepsNoOther() {
        String dataset = snapshots("free", "a", "b", "c");
        target().output("zfs", "hold", SnapshotPolicy.HOLD_TAG, dataset + "@a", dataset + "@b", dataset + "@c");
        Exec used = meanwhile(() -> target().output("zfs", "hold", "reader", dataset + "@b"));

        Freed freed = FreeDestruction.destroy(
                used,
                new DestroySnapshots(dataset, refs(dataset, "a", "b", "c"), "a test"),
                List.of(dataset + "@a", dataset + "@b", dataset + "@c"),
                () -> false);

        assertThat(freed.destroyed()).isEqualTo(2);
        assertThat(freed.problem()).startsWith("in use: " + dataset + "@b: ").contains("it's being held");
        assertThat(left(dataset)).containsExactly("b");
        assertThat(target().output("zfs", "holds", "-H", dataset + "@b")).contains(SnapshotPolicy.HOLD_TAG);
    }

    @Test
    default void forAPolicyOneThatIsClonedAfterTheLookKeepsAll() {
        String dataset = snapshots("unfree", "a", "b");

        Freed freed = FreeDestruction.destroy(
                meanwhile(() -> target().output("zfs", "clone", dataset + "@b", dataset + "-clone")),
                new DestroySnapshots(dataset, refs(dataset, "a", "b"), "a test"),
                List.of(),
                () -> false);

        assertThat(freed).isEqualTo(new Freed(0, dataset + "@b has clones", FreeDestruction.End.FAILED));
        assertThat(left(dataset)).containsExactly("a", "b");
    }

    /** So does a standard input end that could not be written. */
    @Test
    default void aProgramThatNeverArrivedHasDestroyedNothing() {
        String dataset = snapshots("empty", "a");
        Exec machine = machine().exec();
        Exec speechless = (invocation, lines, cancellation) -> machine.run(
                invocation.argv().contains("program") ? invocation.reading("") : invocation, lines, cancellation);

        Outcome outcome = destroy(speechless, dataset, "a");

        assertThat(failed(outcome)).isEqualTo("zfs destroy " + dataset + ": zfs program answered in another form: {}");
        assertThat(left(dataset)).containsExactly("a");
    }

    static String failed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).detail();
    }

    /** The machine, on which this happens as soon as zfs has told what it would destroy. */
    default Exec meanwhile(Runnable happens) {
        Exec machine = machine().exec();
        return (invocation, lines, cancellation) -> {
            ExecResult result = machine.run(invocation, lines, cancellation);
            if (invocation.argv().contains("-nvp")) {
                happens.run();
            }
            return result;
        };
    }

    /** The machine, on which this happens right before one call. */
    private static Exec before(Exec machine, List<String> argv, Runnable happens) {
        return (invocation, lines, cancellation) -> {
            if (invocation.argv().equals(argv)) {
                happens.run();
            }
            return machine.run(invocation, lines, cancellation);
        };
    }

    default Outcome destroy(Exec exec, String dataset, String... names) {
        return new SnapshotDestruction(exec, LineSink.NONE, Cancellation.never())
                .destroy(new DestroySnapshots(dataset, refs(dataset, names), "a test"));
    }

    default List<SnapshotRef> refs(String dataset, String... names) {
        return Stream.of(names)
                .map(name -> new SnapshotRef(
                        name,
                        PullContract.get(target(), "guid", dataset + "@" + name).strip()))
                .toList();
    }

    /** By another one of that name. */
    private void replace(String snapshot) {
        target().output("zfs", "destroy", snapshot);
        target().output("zfs", "snapshot", snapshot);
    }

    default String snapshots(String dataset, String... names) {
        String full = parent() + "/" + dataset;
        target().output("zfs", "create", full);
        Stream.of(names).forEach(name -> target().output("zfs", "snapshot", full + "@" + name));
        return full;
    }

    /** Oldest first. */
    default List<String> left(String dataset) {
        return target().output(
                        "zfs", "list", "-H", "-d", "1", "-t", "snapshot", "-s", "createtxg", "-o", "name", dataset)
                .lines()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }
}
