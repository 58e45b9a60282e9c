package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;

/** A pool with damaged datasets, and one whose zfs takes long to foretell. */
class SimulatedPullObstaclesTest extends OnSimulatedPool {
    private final List<String> output = new ArrayList<>();

    SimulatedPullObstaclesTest() {
        super("tank/pulled");
    }

    @Test
    void datasetsThatCannotBeReadFailAloneAndTheOthersCome() {
        List<Pull> pulls = Stream.of("a", "b", "c", "d").map(this::pull).toList();
        Damaged exec = new Damaged(machine().exec());
        exec.broken.add(pulls.get(0).source());
        exec.broken.add(pulls.get(1).target());
        exec.brokenLater = pulls.get(2).target();

        Outcome.Failed some = PullContract.failed(handle(exec, pulls));

        assertThat(some.detail())
                .isEqualTo("3 of 4 datasets did not come; " + pulls.get(0).target()
                        + ": zfs list of the source: cannot open '"
                        + pulls.get(0).source() + "': I/O error");
        List<PulledDataset> each = ((DatasetsPulled) some.result()).datasets();
        assertThat(each.get(1).problem().detail())
                .isEqualTo(
                        "zfs list of the target: cannot open '" + pulls.get(1).target() + "': I/O error");
        assertThat(each.get(2).problem().detail()).contains("can no longer be listed");
        assertThat(each.get(3).problem()).isNull();
        assertThat(each.get(3).guid()).isEqualTo(pulls.get(3).expected().toGuid());
    }

    @Test
    void whatZfsCannotForetellInTimeComesAllTheSame() {
        Pull pull = pull("slow");

        assertThat(PullContract.done(handle(new Slow(machine().exec()), List.of(pull)))
                        .guid())
                .isEqualTo(pull.expected().toGuid());
        assertThat(output.getLast()).endsWith(" of 0 bytes");
    }

    private Pull pull(String name) {
        String source = parent() + "/source-" + name;
        target().output("zfs", "create", source);
        target().output("zfs", "snapshot", source + "@1");
        String guid = PullContract.get(target(), "guid", source + "@1").strip();
        return new Pull(source, parent() + "/target-" + name, new Expected(null, guid, null), false, 0, null);
    }

    private Outcome handle(Exec exec, List<Pull> pulls) {
        return new PullDatasetsHandler()
                .handle(
                        new PullDatasets(null, pulls),
                        new Execution(
                                UUID.randomUUID(),
                                new Machine(exec, machine().root()),
                                (_, line) -> output.add(line),
                                Cancellation.never(),
                                PullContract.KEY));
    }

    /** Of broken ones zfs says so, and lists the others. */
    private static final class Damaged implements Exec {
        private final Exec machine;
        private final Set<String> broken = new HashSet<>();
        private String brokenLater;

        private Damaged(Exec machine) {
            this.machine = machine;
        }

        @Override
        public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
            List<String> argv = invocation.argv();
            List<String> left =
                    argv.stream().filter(word -> !broken.contains(word)).toList();
            if (left.size() == argv.size()) {
                return machine.run(invocation, lines, cancellation);
            }
            ExecResult.Exited exited = (ExecResult.Exited) machine.run(
                    Invocation.of(left.toArray(String[]::new)).within(invocation.timeout()), lines, cancellation);
            String errors = argv.stream()
                    .filter(broken::contains)
                    .map(name -> "cannot open '" + name + "': I/O error\n")
                    .collect(Collectors.joining());
            return new ExecResult.Exited(1, exited.output(), exited.errors() + errors, exited.truncated());
        }

        @Override
        public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
            PipelineResult moved = machine.pipe(pipeline, sink, cancellation);
            broken.add(brokenLater);
            return moved;
        }
    }

    private record Slow(Exec machine) implements Exec {
        @Override
        public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
            return invocation.argv().contains("-nvP")
                    ? new ExecResult.TimedOut("", "")
                    : machine.run(invocation, lines, cancellation);
        }

        @Override
        public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
            return machine.pipe(pipeline, sink, cancellation);
        }
    }
}
