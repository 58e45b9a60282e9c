package org.openfoodfacts.brigade.agent.orders;

import java.time.Instant;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.contracts.orders.Order;

/**
 * Makes the machine match one kind of order. Level-triggered: called with every new generation and again on every cycle, so it must be
 * cheap and change nothing when the machine matches already.
 */
public interface OrderFollower<O extends Order> {
    Class<O> type();

    Followed follow(O order, Machine machine, Instant now);
}
