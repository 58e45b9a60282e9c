package org.openfoodfacts.brigade.contracts.commands;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * {@code zfs snapshot [-r] dataset@name}, atomic over all descendants when recursive. Reason and end are written to the snapshot's user
 * properties, so they survive the loss of any database.
 */
public record TakeSnapshot(
        @Required String dataset, @Required String name, boolean recursive, String reason, Instant expiresAt)
        implements Command {}
