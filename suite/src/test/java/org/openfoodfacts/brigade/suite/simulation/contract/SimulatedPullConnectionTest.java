package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.TransferSink;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

/** A connection that dies while the source is being told what to hold. */
class SimulatedPullConnectionTest {
    @TempDir
    Path folder;

    @Test
    void ofAHoldWhoseConnectionDiedNothingIsBelieved() {
        SimulatedMachine source = machine("off2");
        SimulatedMachine target = machine("ovh3");
        target.exec().connect("off2", source.exec());
        List<Pull> pulls = Stream.of("tank/pulled/a", "tank/pulled/b")
                .map(dataset -> {
                    new SimulatedToolMachine(source).output("zfs", "create", dataset);
                    new SimulatedToolMachine(source).output("zfs", "snapshot", dataset + "@1");
                    String guid = PullContract.get(new SimulatedToolMachine(source), "guid", dataset + "@1")
                            .strip();
                    return new Pull(dataset, dataset, new Expected(null, guid, null), false, 0, "brigade:3f9c21ab");
                })
                .toList();
        Machine machine =
                new Machine(new DyingConnection(target.exec()), target.machine().root());

        Outcome outcome = new PullDatasetsHandler()
                .handle(
                        new PullDatasets(new SshRoute(null, "off2", 0, null), pulls),
                        new Execution(
                                UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), PullContract.KEY));

        assertThat(((DatasetsPulled) ((Outcome.Done) outcome).result()).datasets())
                .allSatisfy(one -> {
                    assertThat(one.guid()).isNotNull();
                    assertThat(one.held()).isFalse();
                    assertThat(one.holdProblem())
                            .as("the source did not say no")
                            .isNull();
                });
    }

    /** In the midst of a line: what is left of it is no line of another form. */
    @Test
    void aConnectionThatDiesWhileItListsIsAHostThatCannotBeReached() {
        SimulatedMachine target = machine("ovh3");
        Machine machine = new Machine(
                (invocation, lines, _) -> {
                    lines.line(false, "tank/pulled/a@autosnap_1_hou");
                    return new ExecResult.Exited(255, "", "client_loop: send disconnect: Broken pipe\n", false);
                },
                target.machine().root());

        Outcome outcome = new PullDatasetsHandler()
                .handle(
                        PullDatasets.of(
                                new SshRoute(null, "off2", 0, null),
                                new Pull(
                                        "tank/pulled/a",
                                        "tank/pulled/a",
                                        new Expected(null, "1", null),
                                        false,
                                        0,
                                        null)),
                        new Execution(
                                UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), PullContract.KEY));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(CommandFailed.Reason.UNREACHABLE));
    }

    @Test
    void whatSshWarnsOfBesideZfsHidesNoDataset() {
        SimulatedMachine source = machine("off2");
        SimulatedMachine target = machine("ovh3");
        target.exec().connect("off2", source.exec());
        new SimulatedToolMachine(source).output("zfs", "create", "tank/pulled/a");
        new SimulatedToolMachine(source).output("zfs", "snapshot", "tank/pulled/a@1");
        String guid = PullContract.get(new SimulatedToolMachine(source), "guid", "tank/pulled/a@1")
                .strip();
        List<Pull> pulls = Stream.of("tank/pulled/a", "tank/pulled/gone")
                .map(dataset -> new Pull(dataset, dataset, new Expected(null, guid, null), false, 0, null))
                .toList();

        Outcome outcome = new PullDatasetsHandler()
                .handle(
                        new PullDatasets(new SshRoute(null, "off2", 0, null), pulls),
                        new Execution(
                                UUID.randomUUID(),
                                new Machine(
                                        new WarningConnection(target.exec()),
                                        target.machine().root()),
                                LineSink.NONE,
                                Cancellation.never(),
                                PullContract.KEY));

        assertThat(((DatasetsPulled) ((Outcome.Failed) outcome).result()).datasets())
                .satisfiesExactly(
                        a -> assertThat(a.guid()).isEqualTo(guid),
                        gone -> assertThat(gone.problem().reason()).isEqualTo("PRECONDITION"));
    }

    /** As a newer ssh does when the other side is older. */
    private record WarningConnection(Exec machine) implements Exec {
        @Override
        public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
            return machine.run(invocation, lines, cancellation) instanceof ExecResult.Exited exited
                    ? new ExecResult.Exited(
                            exited.code(),
                            exited.output(),
                            "** WARNING: connection is not using a post-quantum key exchange algorithm.\n"
                                    + exited.errors(),
                            exited.truncated())
                    : new ExecResult.TimedOut("", "");
        }

        @Override
        public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
            return machine.pipe(pipeline, sink, cancellation);
        }
    }

    private SimulatedMachine machine(String node) {
        return SimulatedMachine.create(
                folder.resolve(node),
                Description.of(node, "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/pulled"))));
    }

    /** Each time that something is to be held it dies when zfs has complained of the first and not yet come to the others. */
    private record DyingConnection(Exec machine) implements Exec {
        @Override
        public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
            return invocation.argv().getLast().contains("'zfs' 'hold' ")
                    ? new ExecResult.Exited(255, "", """
                            cannot hold snapshot 'tank/pulled/a@1': dataset does not exist
                            client_loop: send disconnect: Broken pipe
                            """, false)
                    : machine.run(invocation, lines, cancellation);
        }

        @Override
        public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
            return machine.pipe(pipeline, sink, cancellation);
        }
    }
}
