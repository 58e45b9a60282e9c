package org.openfoodfacts.brigade.contracts.commands;

import java.util.UUID;

/** Ends a running command, children included. Only the service that sent the command may cancel it. */
public record CancelCommand(UUID commandId) implements Command {}
