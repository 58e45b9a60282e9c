package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;

/** The command succeeded. */
public record CommandDone(UUID commandId, Instant at, CommandResult result) implements CommandReport {}
