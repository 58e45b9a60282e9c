package org.openfoodfacts.brigade.agent.commands;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.journal.Journal;
import org.openfoodfacts.brigade.agent.journal.JournalEntry;
import org.openfoodfacts.brigade.agent.journal.PendingReport;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * Carries out commands, each at most once: judged, written to the journal, run on a thread of its own, its outcome written to the journal
 * and reported. What an earlier run of the agent left unfinished is reported as cut short.
 */
public final class CommandRunner {
    private static final Logger LOG = Logger.getLogger(CommandRunner.class.getName());
    private static final int PARALLEL = 4;
    private static final int MOST_WAITING = 500;
    private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(2);

    /** Who this agent is and whom it believes. */
    public record Setting(String node, PublicKeys services, SealingKey sealingKey, PolicyFile policy) {}

    private final Setting setting;
    private final Machine machine;
    private final Map<Class<? extends Command>, CommandHandler<?>> handlers;
    private final Journal journal;
    private final Messages messages;
    private final Runnable afterwards;
    private final InstantSource clock;
    private final CommandGate gate;
    private final CommandReports reports;
    private final Recovery recovery;
    private final Lanes lanes = new Lanes(PARALLEL);
    private final RunningCommands running = new RunningCommands();
    private final Phaser open = new Phaser(1);
    private volatile CompletableFuture<Void> recovered = CompletableFuture.completedFuture(null);
    private volatile boolean stopping;

    /** @param afterwards runs after each command, so that the facts show soon what it changed */
    public CommandRunner(
            Setting setting,
            Machine machine,
            List<CommandHandler<?>> handlers,
            Journal journal,
            Messages messages,
            Runnable afterwards,
            InstantSource clock) {
        this.setting = setting;
        this.machine = machine;
        this.handlers =
                handlers.stream().collect(Collectors.toUnmodifiableMap(CommandHandler::type, Function.identity()));
        this.journal = journal;
        this.messages = messages;
        this.afterwards = afterwards;
        this.clock = clock;
        this.reports = new CommandReports(journal, messages, clock);
        this.recovery = new Recovery(this.handlers, machine, setting.policy(), journal, reports);
        this.gate = new CommandGate(
                setting.node(),
                setting.services(),
                journal::knows,
                type -> type == CancelCommand.class || this.handlers.containsKey(type),
                command -> setting.policy().current().objection(command));
    }

    /**
     * At start, before anything is taken: reports again what Kafka may not have, and what was cut short. What that had set aside is put back meanwhile, however
     * long a tool takes; commands that are taken by then begin afterwards, but for those that need no file system.
     */
    public void recover() {
        journal.unreported().forEach(reports::sendAgain);
        recovery.pending().ifPresent(work -> {
            CompletableFuture<Void> putBack = new CompletableFuture<>();
            recovered = putBack;
            var _ = open.register();
            Thread.ofVirtual().name("recovery").start(() -> {
                try {
                    work.run();
                } finally {
                    var _ = open.arriveAndDeregister();
                    putBack.complete(null);
                    afterwards.run();
                }
            });
        });
    }

    /** Takes a record into the journal or refuses it. What is returned starts the command, once Kafka knows that it was taken. */
    public Runnable take(WireRecord record) {
        return switch (gate.judge(record, clock.instant())) {
            case Verdict.Accept accept -> accept(accept.id(), accept.command());
            case Verdict.Refuse refuse -> {
                LOG.warning("refused command " + refuse.id() + ": " + refuse.reason() + ", " + refuse.detail()
                        + correlation(refuse.asked().trace()));
                reports.refused(refuse);
                yield () -> {};
            }
            case Verdict.Skip skip -> {
                LOG.warning("left out a record on " + record.topic() + ": " + skip.why());
                yield () -> {};
            }
        };
    }

    private Runnable accept(UUID id, Decoded<Command> command) {
        String subject = command.envelope().subject();
        Trace trace = command.envelope().causes();
        if (running.count() >= MOST_WAITING) {
            return turnDown(id, command, MOST_WAITING + " commands wait already");
        }
        Instant now = clock.instant();
        JournalEntry.Accepted accepted = new JournalEntry.Accepted(
                id,
                command.type().id(),
                command.envelope().source(),
                command.envelope().expiry(),
                subject,
                trace,
                PendingReport.of(
                        new CommandAccepted(id, now), command.envelope().source(), subject, trace, now));
        try {
            journal.accepted(accepted);
        } catch (IOException e) {
            return turnDown(id, command, "the journal cannot be written: " + e.getMessage());
        }
        reports.send(accepted.report());
        LOG.info("accepted command " + id + " " + command.type().kind() + correlation(trace));
        Cancellation cancellation = running.begin(id, accepted.source());
        Runnable work = () -> run(accepted, () -> outcome(accepted, command.message(), cancellation));
        Runnable turn = command.message() instanceof CancelCommand
                ? work
                : inLanes(accepted, Lanes.lanesOf(command.message()), work);
        var _ = open.register();
        return () -> Thread.ofVirtual().name("command-" + id).start(turn);
    }

    /** Its place is taken now. What has waited until things were put back is not begun when its deadline is over by then. */
    private Runnable inLanes(JournalEntry.Accepted accepted, List<String> entered, Runnable work) {
        CompletableFuture<Void> putBack = recovered;
        if (putBack.isDone() || !Lanes.needFileSystems(entered)) {
            return lanes.enter(entered, work);
        }
        AtomicBoolean late = new AtomicBoolean();
        Runnable turn = lanes.enter(entered, () -> {
            if (late.get()) {
                run(accepted, () -> late(accepted));
            } else {
                work.run();
            }
        });
        return () -> {
            putBack.join();
            late.set(clock.instant().isAfter(accepted.deadline()));
            turn.run();
        };
    }

    private static Outcome late(JournalEntry.Accepted accepted) {
        return new Outcome.Refused(
                CommandRefused.Reason.LATE,
                "its deadline was " + accepted.deadline()
                        + ", and it had to wait until what a command had left was put back that was cut short");
    }

    private Runnable turnDown(UUID id, Decoded<Command> command, String why) {
        LOG.warning("refused command " + id + ": " + why);
        reports.refused(new Verdict.Refuse(
                id, CommandRefused.Reason.PRECONDITION, why, Verdict.Asked.of(command.envelope()), command));
        return () -> {};
    }

    private void run(JournalEntry.Accepted accepted, Supplier<Outcome> work) {
        try {
            Outcome outcome = work.get();
            running.end(accepted.command());
            reports.ended(accepted, outcome);
            LOG.info("command " + accepted.command() + " ended: " + words(outcome) + correlation(accepted.trace()));
        } finally {
            running.end(accepted.command());
            var _ = open.arriveAndDeregister();
        }
        afterwards.run();
    }

    private Outcome outcome(JournalEntry.Accepted accepted, Command command, Cancellation cancellation) {
        if (command instanceof CancelCommand cancel) {
            return running.cancel(cancel, accepted.source());
        }
        if (cancellation.isCancelled()) {
            return stopped(new Outcome.Failed(CommandFailed.Reason.CANCELLED, "cancelled before it began", null));
        }
        try (ProgressStream output = new ProgressStream(
                accepted.command(),
                (progress, patience) -> messages.output(
                        PendingReport.of(
                                progress, accepted.source(), accepted.subject(), accepted.trace(), clock.instant()),
                        patience),
                OUTPUT_PATIENCE)) {
            return stopped(handle(
                    handlers.get(command.getClass()),
                    command,
                    new Execution(accepted.command(), machine, output, cancellation, setting.sealingKey())));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "command " + accepted.command() + " broke" + correlation(accepted.trace()), e);
            Outcome fault = new Outcome.Failed(CommandFailed.Reason.TOOL_FAILED, "the agent's own fault: " + e, null);
            return fault.leaving(recovery.putBack(handlers.get(command.getClass()), accepted.command()));
        }
    }

    private static <C extends Command> Outcome handle(CommandHandler<C> handler, Command command, Execution execution) {
        return handler.handle(handler.type().cast(command), execution);
    }

    /** What the agent cancels because it stops itself was cut short: nobody asked for it. */
    private Outcome stopped(Outcome outcome) {
        return stopping && outcome instanceof Outcome.Failed failed && failed.reason() == CommandFailed.Reason.CANCELLED
                ? new Outcome.Failed(
                        CommandFailed.Reason.CUT_SHORT, "the agent was stopped", failed.exitCode(), failed.result())
                : outcome;
    }

    /** Ends everything that runs and waits for its outcomes, up to {@code patience}. */
    public void stop(Duration patience) throws InterruptedException {
        stopping = true;
        running.cancelAll();
        recovery.stop();
        try {
            var _ = open.awaitAdvanceInterruptibly(open.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warning("commands still run after " + patience + " and are left to be reported as cut short");
        }
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.Failed failed -> "failed, " + failed.reason();
            case Outcome.Refused refused -> "refused, " + refused.reason();
        };
    }

    static String correlation(Trace trace) {
        return trace.correlationId() == null ? "" : " [correlation " + trace.correlationId() + "]";
    }
}
