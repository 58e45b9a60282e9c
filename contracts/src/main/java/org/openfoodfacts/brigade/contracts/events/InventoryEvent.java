package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/** What inventory saw happen to the fleet. */
public sealed interface InventoryEvent extends Event {

    /** A configuration repository was read at a commit; {@code problems} counts what was wrong in it. */
    record FleetImported(
            @Required String fleet,
            @Required String repository,
            @Required String commit,
            int nodes,
            int guests,
            int problems)
            implements InventoryEvent {}

    record NodeFirstSeen(@Required String node, @Required Instant at) implements InventoryEvent {}

    /** Silent for three of its intervals. Sent once, until it returns. */
    record NodeLost(@Required String node, Instant lastSeen) implements InventoryEvent {}

    record NodeReturned(
            @Required String node,
            Instant lostSince,
            @Required Instant at) implements InventoryEvent {}
}
