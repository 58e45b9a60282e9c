package org.openfoodfacts.brigade.agent.commands;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.journal.Journal;
import org.openfoodfacts.brigade.agent.journal.JournalEntry;
import org.openfoodfacts.brigade.agent.policy.LocalPolicy;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;

/** Commands that were cut short are reported, when what they left moved is put back; it is not where this machine is observed only. */
final class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Map<Class<? extends Command>, ? extends CommandHandler<?>> handlers;
    private final Machine machine;
    private final PolicyFile policy;
    private final Journal journal;
    private final CommandReports reports;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Recovery(
            Map<Class<? extends Command>, ? extends CommandHandler<?>> handlers,
            Machine machine,
            PolicyFile policy,
            Journal journal,
            CommandReports reports) {
        this.handlers = handlers;
        this.machine = machine;
        this.policy = policy;
        this.journal = journal;
        this.reports = reports;
    }

    /** What there is to do, by the journal as it is now; empty when there is nothing. */
    Optional<Runnable> pending() {
        List<JournalEntry.Accepted> cutShort = journal.unfinished();
        return cutShort.isEmpty() ? Optional.empty() : Optional.of(() -> cutShort.forEach(this::report));
    }

    /** The agent stops: what is not put back yet waits for its next start. */
    void stop() {
        stopped.countDown();
    }

    /** An exception in it keeps no other command from being reported. What the agent stops before it is put back stays unfinished. */
    private void report(JournalEntry.Accepted accepted) {
        LOG.warning("command " + accepted.command() + " was cut short" + CommandRunner.correlation(accepted.trace()));
        Outcome cutShort = new Outcome.Failed(
                CommandFailed.Reason.CUT_SHORT, "the agent stopped while it ran; what was done is not known", null);
        try {
            putBack(accepted).ifPresent(notPutBack -> reports.ended(accepted, cutShort.leaving(notPutBack)));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "command " + accepted.command() + " cannot be reported", e);
        }
    }

    /** Empty when the agent stops. */
    private Optional<List<String>> putBack(JournalEntry.Accepted accepted) {
        LocalPolicy current = policy.current();
        if (current.observeOnly()) {
            return Optional.of(List.of("what the command had set aside, if anything (" + current.origin()
                    + ": this machine is observed only)"));
        }
        CommandHandler<?> handler = EventType.byId(accepted.type())
                .map(type -> handlers.get(type.messageClass()))
                .orElse(null);
        return handler == null ? Optional.of(List.of()) : keepTrying(handler, accepted.command());
    }

    /** A pool may be there only some minutes after the machine is. */
    private Optional<List<String>> keepTrying(CommandHandler<?> handler, UUID command) {
        long begun = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (stopped.getCount() > 0) {
            try {
                return Optional.of(handler.recover(command, machine));
            } catch (NotYetException e) {
                LOG.warning("what command " + command + " left cannot be put back yet: " + e.getMessage());
                if (System.nanoTime() - begun > LONGEST.toNanos()) {
                    return Optional.of(List.of(String.valueOf(e.getMessage())));
                }
                pauseFor(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            } catch (RuntimeException | Error e) {
                return Optional.of(broken(command, e));
            }
        }
        return Optional.empty();
    }

    private void pauseFor(Duration pause) {
        try {
            var _ = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    private static List<String> broken(UUID command, Throwable e) {
        LOG.log(Level.WARNING, "what command " + command + " left cannot be put back", e);
        return List.of(String.valueOf(e.getMessage()));
    }

    /** Once, after a command threw. Answers in words what could not be put back. */
    List<String> putBack(CommandHandler<?> handler, UUID command) {
        try {
            return handler.recover(command, machine);
        } catch (RuntimeException | Error e) {
            return broken(command, e);
        }
    }
}
