package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * Makes a clone of each snapshot, all or none, not mounted. Precondition: each snapshot has this guid, and under each new name there is nothing,
 * or a clone that an earlier run left: one of the same snapshot stands for what was asked, another one is destroyed first.
 */
public record CloneSnapshots(List<Clone> clones) implements Command {
    public CloneSnapshots {
        clones = Copies.of(clones);
    }

    /**
     * {@code to} is the clone's name, in the pool of {@code dataset}; {@code like} the name it is to get later: what is set by hand on the dataset that
     * has it now is set on the clone too.
     */
    public record Clone(
            @Required String dataset,
            @Required String snapshot,
            @Required String guid,
            @Required String to,
            @Required String like) {}
}
