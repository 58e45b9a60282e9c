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
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotDestruction;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;

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
                    target().output("zfs", "destroy", dataset + "@b");
                    target().output("zfs", "snapshot", dataset + "@b");
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

    /** The machine, on which this happens as soon as zfs has told what it would destroy. */
    private Exec meanwhile(Runnable happens) {
        Exec machine = machine().exec();
        return new Exec() {
            @Override
            public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
                ExecResult result = machine.run(invocation, lines, cancellation);
                if (invocation.argv().contains("-nvp")) {
                    happens.run();
                }
                return result;
            }
        };
    }

    private Outcome destroy(Exec exec, String dataset, String... names) {
        List<SnapshotRef> refs = Stream.of(names)
                .map(name -> new SnapshotRef(
                        name,
                        PullContract.get(target(), "guid", dataset + "@" + name).strip()))
                .toList();
        return new SnapshotDestruction(exec, LineSink.NONE, Cancellation.never())
                .destroy(new DestroySnapshots(dataset, refs, "a test"));
    }

    private String snapshots(String dataset, String... names) {
        String full = parent() + "/" + dataset;
        target().output("zfs", "create", full);
        Stream.of(names).forEach(name -> target().output("zfs", "snapshot", full + "@" + name));
        return full;
    }

    /** Oldest first. */
    private List<String> left(String dataset) {
        return target().output(
                        "zfs", "list", "-H", "-d", "1", "-t", "snapshot", "-s", "createtxg", "-o", "name", dataset)
                .lines()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }
}
