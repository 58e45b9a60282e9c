package org.openfoodfacts.brigade.contracts.commands;

/** Fails unless HEAD is {@code commit} and no tracked file differs from it. */
public record VerifyRelease(CheckoutRef checkout, String commit) implements Command {}
