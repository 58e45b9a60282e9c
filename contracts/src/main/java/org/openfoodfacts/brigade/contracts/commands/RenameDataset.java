package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/**
 * Gives a dataset, with all that lies below it, another name in the same pool. Precondition: it has this guid, and nothing has the new name. What is
 * mounted stays so where it is.
 */
public record RenameDataset(
        @Required String dataset,
        @Required String guid,
        @Required String to) implements Command {}
