package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** Reports HEAD and every dirty file; changes nothing. */
public record InspectCheckout(@Required CheckoutRef checkout) implements Command {}
