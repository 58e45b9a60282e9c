package org.openfoodfacts.brigade.contracts.orders;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;

/** What the agent should watch beyond what every machine has: checkouts, units that must be active, certificate files or folders. */
public record ObserveNode(long generation, List<String> checkouts, List<String> units, List<String> certificates)
        implements Order {
    public ObserveNode {
        checkouts = Copies.of(checkouts);
        units = Copies.of(units);
        certificates = Copies.of(certificates);
    }
}
