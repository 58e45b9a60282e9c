package org.openfoodfacts.brigade.agent.commands;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** The commands that wait or run now, and who sent each: only that service may cancel it. */
final class RunningCommands {
    private record Running(String source, Cancellation cancellation) {}

    private final Map<UUID, Running> running = new ConcurrentHashMap<>();

    Cancellation begin(UUID command, String source) {
        Cancellation cancellation = new Cancellation();
        running.put(command, new Running(source, cancellation));
        return cancellation;
    }

    void end(UUID command) {
        running.remove(command);
    }

    int count() {
        return running.size();
    }

    void cancelAll() {
        running.values().forEach(r -> r.cancellation().cancel());
    }

    Outcome cancel(CancelCommand cancel, String source) {
        Optional<Running> found = Optional.ofNullable(running.get(cancel.commandId()));
        if (found.isPresent() && !found.get().source().equals(source)) {
            return new Outcome.Refused(
                    CommandRefused.Reason.PRECONDITION,
                    "command " + cancel.commandId() + " was sent by "
                            + found.get().source() + ", not by " + source);
        }
        found.ifPresent(r -> r.cancellation().cancel());
        return new Outcome.Done(new CommandResult.CommandCancelled(cancel.commandId(), found.isPresent()));
    }
}
