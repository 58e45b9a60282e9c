package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** A git checkout on a node: where it lies, whose it is (the user git and the build run as), and where it must have come from. */
public record CheckoutRef(
        @Required String path,
        @Required String user,
        @Required String repository) {}
