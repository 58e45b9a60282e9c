package org.openfoodfacts.brigade.contracts.commands;

/** A git checkout on a node: where it lies, whose it is (the user git and the build run as), and where it must have come from. */
public record CheckoutRef(String path, String user, String repository) {}
