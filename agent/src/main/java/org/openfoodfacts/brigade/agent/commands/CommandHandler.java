package org.openfoodfacts.brigade.agent.commands;

import org.openfoodfacts.brigade.contracts.commands.Command;

/** Carries out one kind of command, once. Checks its preconditions first and changes nothing when one does not hold. */
public interface CommandHandler<C extends Command> {
    Class<C> type();

    Outcome handle(C command, Execution execution);
}
