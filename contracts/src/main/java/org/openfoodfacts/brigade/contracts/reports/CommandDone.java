package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** The command succeeded. */
public record CommandDone(
        @Required UUID commandId,
        @Required Instant at,
        @Required CommandResult result) implements CommandReport {}
