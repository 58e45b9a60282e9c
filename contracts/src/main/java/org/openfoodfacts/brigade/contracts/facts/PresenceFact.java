package org.openfoodfacts.brigade.contracts.facts;

import java.time.Duration;
import java.time.Instant;

/** The agent is alive. Sent every {@code interval}; a node silent for three of them is lost. */
public record PresenceFact(String agentVersion, Instant agentStartedAt, Duration interval, boolean observeOnly)
        implements Fact {}
