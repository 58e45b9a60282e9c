package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** The agent has the command in its journal and will run it, or report it cut short. */
public record CommandAccepted(
        @Required UUID commandId, @Required Instant at) implements CommandReport {}
