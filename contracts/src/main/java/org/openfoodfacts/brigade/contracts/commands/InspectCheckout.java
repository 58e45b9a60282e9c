package org.openfoodfacts.brigade.contracts.commands;

/** Reports HEAD and every dirty file; changes nothing. */
public record InspectCheckout(CheckoutRef checkout) implements Command {}
