package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** What happened to bans. {@code network} in CIDR form. */
public sealed interface ProxyEvent extends Event {

    /** {@code until} null for a ban without end; {@code by} is the API user. */
    record BanAdded(@Required UUID banId, @Required String network, String reason, Instant until, String by)
            implements ProxyEvent {}

    record BanLifted(@Required UUID banId, @Required String network, String by) implements ProxyEvent {}

    record BanExpired(@Required UUID banId, @Required String network) implements ProxyEvent {}

    record BanEnforced(
            @Required UUID banId,
            @Required String network,
            @Required String node,
            Instant since) implements ProxyEvent {}

    record BansNotEnforced(@Required String node, long generation, String detail) implements ProxyEvent {}
}
