package org.openfoodfacts.brigade.deployer.domain;

import java.time.Instant;

/**
 * Who asked for a deployment and when. {@code by} is the API user or the CloudEvent's source; {@code onBehalfOf} is whom that tool named,
 * {@code idempotencyKey} what the API's caller gave: both may be null.
 */
public record Asked(String by, String onBehalfOf, String correlationId, String idempotencyKey, Instant at) {}
