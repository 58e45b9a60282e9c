package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/**
 * Gives a dataset, with all that lies below it, another name in the same pool. Precondition: it has this guid, and nothing has the new name. What is
 * mounted stays so where it is; with {@code remount} it is mounted where its new name puts it, and nothing is renamed while somebody uses it.
 */
public record RenameDataset(
        @Required String dataset,
        @Required String guid,
        @Required String to,
        Boolean remount) implements Command {
    public RenameDataset(String dataset, String guid, String to) {
        this(dataset, guid, to, null);
    }
}
