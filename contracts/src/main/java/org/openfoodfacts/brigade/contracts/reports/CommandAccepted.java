package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;

/** The agent has the command in its journal and will run it, or report it cut short. */
public record CommandAccepted(UUID commandId, Instant at) implements CommandReport {}
