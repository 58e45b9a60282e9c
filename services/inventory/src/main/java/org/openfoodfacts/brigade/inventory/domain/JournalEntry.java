package org.openfoodfacts.brigade.inventory.domain;

import org.openfoodfacts.brigade.contracts.wire.Envelope;

/** One event of the journal. {@code sequence} grows in the order in which entries become visible; {@code body} is JSON. */
public record JournalEntry(long sequence, Envelope envelope, String body) {}
