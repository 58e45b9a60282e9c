package org.openfoodfacts.brigade.proxyconfig.domain;

import java.time.Instant;

/**
 * A node with the role reverse-proxy. {@code orderedSince} is when it got its first order, null while it is not enrolled; {@code problem}
 * is why it does not follow its newest one, null when nothing is known against it.
 */
public record Proxy(
        String node,
        boolean enrolled,
        Instant orderedSince,
        long orderedGeneration,
        long appliedGeneration,
        String problem,
        long problemGeneration) {}
