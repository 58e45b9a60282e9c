package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** Checks out {@code commit}. Precondition: the checkout is clean and HEAD is still {@code expectedHead}. Commits are full object names. */
public record CheckOutRelease(
        @Required CheckoutRef checkout,
        @Required String expectedHead,
        @Required String commit,
        String tag) implements Command {}
