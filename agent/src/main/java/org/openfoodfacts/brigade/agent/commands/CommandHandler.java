package org.openfoodfacts.brigade.agent.commands;

import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.contracts.commands.Command;

/** Carries out one kind of command, once. Checks its preconditions first and changes nothing when one does not hold. */
public interface CommandHandler<C extends Command> {
    Class<C> type();

    Outcome handle(C command, Execution execution);

    /**
     * For a command of this kind that threw, or, at start, one that was cut short: puts back what it had set aside for its time, as far as it kept a note of
     * it. Answers in words what could not be put back.
     *
     * @throws NotYetException when it may be possible later; all of it is to be tried again then
     */
    default List<String> recover(UUID command, Machine machine) {
        return List.of();
    }
}
