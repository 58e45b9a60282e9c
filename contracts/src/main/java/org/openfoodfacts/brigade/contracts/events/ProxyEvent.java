package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;
import java.util.UUID;

/** What happened to bans. {@code network} in CIDR form. */
public sealed interface ProxyEvent extends Event {

    /** {@code until} null for a ban without end; {@code by} is the API user. */
    record BanAdded(UUID banId, String network, String reason, Instant until, String by) implements ProxyEvent {}

    record BanLifted(UUID banId, String network, String by) implements ProxyEvent {}

    record BanExpired(UUID banId, String network) implements ProxyEvent {}

    record BanEnforced(UUID banId, String network, String node, Instant since) implements ProxyEvent {}

    record BansNotEnforced(String node, long generation, String detail) implements ProxyEvent {}
}
