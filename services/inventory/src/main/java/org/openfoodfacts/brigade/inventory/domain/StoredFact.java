package org.openfoodfacts.brigade.inventory.domain;

import java.time.Instant;

/** The newest fact under its key; {@code part} is empty for facts that are one per node and kind; {@code body} is JSON. */
public record StoredFact(String node, String kind, String part, String body, Instant observedAt) {}
