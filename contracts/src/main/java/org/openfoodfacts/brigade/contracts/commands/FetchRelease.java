package org.openfoodfacts.brigade.contracts.commands;

/** Fetches the tag and answers with the commit it names. The checkout's files stay as they are. */
public record FetchRelease(CheckoutRef checkout, String tag) implements Command {}
