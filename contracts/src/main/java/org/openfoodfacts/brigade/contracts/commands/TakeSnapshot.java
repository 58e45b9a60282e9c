package org.openfoodfacts.brigade.contracts.commands;

import java.time.Instant;

/**
 * {@code zfs snapshot [-r] dataset@name}, atomic over all descendants when recursive. Reason and end are written to the snapshot's user
 * properties, so they survive the loss of any database.
 */
public record TakeSnapshot(String dataset, String name, boolean recursive, String reason, Instant expiresAt)
        implements Command {}
