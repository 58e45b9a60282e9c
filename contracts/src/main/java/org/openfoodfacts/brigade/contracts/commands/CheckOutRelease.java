package org.openfoodfacts.brigade.contracts.commands;

/** Checks out {@code commit}. Precondition: the checkout is clean and HEAD is still {@code expectedHead}. Commits are full object names. */
public record CheckOutRelease(CheckoutRef checkout, String expectedHead, String commit, String tag)
        implements Command {}
