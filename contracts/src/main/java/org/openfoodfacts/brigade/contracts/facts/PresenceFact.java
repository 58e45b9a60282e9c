package org.openfoodfacts.brigade.contracts.facts;

import java.time.Duration;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/** The agent is alive. Sent every {@code interval}; a node silent for three of them is lost. */
public record PresenceFact(
        String agentVersion,
        @Required Instant agentStartedAt,
        @Required Duration interval,
        boolean observeOnly) implements Fact {}
