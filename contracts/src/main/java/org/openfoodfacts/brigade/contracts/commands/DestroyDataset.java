package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * Destroys a dataset with all that lies below it and all their snapshots. Precondition: it has this guid, no dataset lies below it but those in
 * {@code below} with the guids there, nothing is mounted or open, no snapshot is held, and no dataset elsewhere is a clone of one.
 */
public record DestroyDataset(
        @Required String dataset, @Required String guid, List<Below> below, String reason) implements Command {
    public DestroyDataset {
        below = Copies.of(below);
    }

    public record Below(@Required String dataset, @Required String guid) {}
}
