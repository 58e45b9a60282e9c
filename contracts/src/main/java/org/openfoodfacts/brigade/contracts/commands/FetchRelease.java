package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** Fetches the tag and answers with the commit it names. The checkout's files stay as they are. */
public record FetchRelease(
        @Required CheckoutRef checkout, @Required String tag) implements Command {}
