package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** Fails unless HEAD is {@code commit} and no tracked file differs from it. */
public record VerifyRelease(
        @Required CheckoutRef checkout, @Required String commit) implements Command {}
