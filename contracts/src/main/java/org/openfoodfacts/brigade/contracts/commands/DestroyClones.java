package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * Destroys clones with the snapshots taken of them. Precondition: each is a clone with this guid, is not mounted, and has no datasets below it,
 * no clones and no holds of its own. One that is gone is done.
 */
public record DestroyClones(List<Doomed> clones) implements Command {
    public DestroyClones {
        clones = Copies.of(clones);
    }

    public record Doomed(@Required String dataset, @Required String guid) {}
}
