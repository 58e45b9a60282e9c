package org.openfoodfacts.brigade.agent.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

/** Commands that were cut short are reported, and what they or earlier ones left moved is put back, unless this machine is observed only. */
final class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class.getName());

    private final Map<Class<? extends Command>, ? extends CommandHandler<?>> handlers;
    private final Machine machine;
    private final PolicyFile policy;
    private final Journal journal;
    private final CommandReports reports;

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

    /** What there is to do, by the journal and the notes as they are now; empty when there is nothing. */
    Optional<Runnable> pending() {
        List<JournalEntry.Accepted> cutShort = journal.unfinished();
        Map<UUID, CommandHandler<?>> left = left(cutShort);
        return cutShort.isEmpty() && left.isEmpty()
                ? Optional.empty()
                : Optional.of(() -> {
                    left.forEach(this::putBackLeft);
                    cutShort.forEach(this::report);
                });
    }

    /** What commands have left that ended before: zfs did not answer then, or the machine was only to be observed. */
    private Map<UUID, CommandHandler<?>> left(List<JournalEntry.Accepted> cutShort) {
        Map<UUID, CommandHandler<?>> left = new LinkedHashMap<>();
        if (!policy.current().observeOnly()) {
            handlers.values().forEach(handler -> handler.left(machine).forEach(id -> left.putIfAbsent(id, handler)));
            cutShort.forEach(accepted -> left.remove(accepted.command()));
        }
        return left;
    }

    private void putBackLeft(UUID command, CommandHandler<?> handler) {
        List<String> notPutBack = putBack(handler, command);
        LOG.warning("put back what command " + command + " had left"
                + (notPutBack.isEmpty() ? "" : ", but for " + String.join("; ", notPutBack)));
    }

    /** An exception in it keeps no other command from being reported. */
    private void report(JournalEntry.Accepted accepted) {
        String correlation = accepted.trace().correlationId();
        LOG.warning("command " + accepted.command() + " was cut short"
                + (correlation == null ? "" : " [correlation " + correlation + "]"));
        Outcome cutShort = new Outcome.Failed(
                CommandFailed.Reason.CUT_SHORT, "the agent stopped while it ran; what was done is not known", null);
        try {
            reports.ended(accepted, cutShort.leaving(putBack(accepted)));
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "command " + accepted.command() + " cannot be reported", e);
        }
    }

    private List<String> putBack(JournalEntry.Accepted accepted) {
        LocalPolicy current = policy.current();
        if (current.observeOnly()) {
            return List.of(
                    "what the command had set aside, which is put back at a start of the agent that may change something ("
                            + current.origin() + ": this machine is observed only)");
        }
        return EventType.byId(accepted.type())
                .map(type -> handlers.get(type.messageClass()))
                .map(handler -> putBack(handler, accepted.command()))
                .orElse(List.of());
    }

    /** Answers in words what could not be put back. An exception in it keeps no agent from starting, and no command from being reported. */
    List<String> putBack(CommandHandler<?> handler, UUID command) {
        try {
            return handler.recover(command, machine);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what command " + command + " left cannot be put back", e);
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
