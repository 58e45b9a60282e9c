package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;

/** What inventory saw happen to the fleet. */
public sealed interface InventoryEvent extends Event {

    /** A configuration repository was read at a commit; {@code problems} counts what was wrong in it. */
    record FleetImported(String fleet, String repository, String commit, int nodes, int guests, int problems)
            implements InventoryEvent {}

    record NodeFirstSeen(String node, Instant at) implements InventoryEvent {}

    /** Silent for three of its intervals. Sent once, until it returns. */
    record NodeLost(String node, Instant lastSeen) implements InventoryEvent {}

    record NodeReturned(String node, Instant lostSince, Instant at) implements InventoryEvent {}
}
