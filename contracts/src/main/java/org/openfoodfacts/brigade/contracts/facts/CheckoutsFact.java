package org.openfoodfacts.brigade.contracts.facts;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** The git checkouts the agent was told to watch. */
public record CheckoutsFact(List<Checkout> checkouts) implements Fact {
    public CheckoutsFact {
        checkouts = Copies.of(checkouts);
    }

    /** {@code tag} and {@code branch} are null when HEAD is at none; {@code problem} says why there is no {@code head}. */
    public record Checkout(
            @Required String path, String head, String tag, String branch, List<String> dirtyFiles, String problem) {
        public Checkout {
            dirtyFiles = Copies.of(dirtyFiles);
        }
    }
}
