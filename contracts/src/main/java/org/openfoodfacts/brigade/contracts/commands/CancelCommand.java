package org.openfoodfacts.brigade.contracts.commands;

import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** Ends a running command, children included. Only the service that sent the command may cancel it. */
public record CancelCommand(@Required UUID commandId) implements Command {}
