package org.openfoodfacts.brigade.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.agent.Agent;
import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.Tools;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.orders.OrderFollower;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;

/**
 * A whole agent whose snapshots take as long as the file {@code go} is absent and whose bans are a file, so that a test can look at what
 * it does and end it at a chosen moment. Everything lies in one folder.
 */
public final class LongCommandAgent {
    private LongCommandAgent() {}

    /** @param args the agent.properties */
    public static void main(String[] args) {
        AgentConfig config = AgentConfig.read(Path.of(args[0]));
        of(config, Path.of(args[0]).getParent()).run();
    }

    public static Agent of(AgentConfig config, Path folder) {
        Machine machine = new Machine(new ProcessExec(), Path.of("/"));
        return new Agent(config, machine, new Tools(List.of(), List.of(new Slow(folder)), List.of(new Bans(folder))));
    }

    private record Slow(Path folder) implements CommandHandler<TakeSnapshot> {
        @Override
        public Class<TakeSnapshot> type() {
            return TakeSnapshot.class;
        }

        @Override
        public Outcome handle(TakeSnapshot command, Execution execution) {
            // A killed agent leaves it; it ends with the folder.
            String script = "echo begun; echo x >> runs;"
                    + " while [ ! -e go ] && [ -e runs ]; do sleep 0.05; done; echo ended";
            ExecResult result = execution
                    .machine()
                    .exec()
                    .run(
                            Invocation.of("sh", "-c", script).in(folder).within(Duration.ofMinutes(1)),
                            execution.output(),
                            execution.cancellation());
            return result.success().isPresent()
                    ? new Outcome.Done(new CommandResult.SnapshotsTaken(List.of()))
                    : new Outcome.Failed(CommandFailed.Reason.CANCELLED, result.toString(), null);
        }
    }

    private record Bans(Path folder) implements OrderFollower<EnforceBans> {
        @Override
        public Class<EnforceBans> type() {
            return EnforceBans.class;
        }

        @Override
        public Followed follow(EnforceBans order, Machine machine, Instant now) {
            try {
                Files.writeString(
                        folder.resolve("bans"),
                        order.generation() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Followed(OrderReport.Outcome.APPLIED, null, List.of());
        }
    }
}
