package org.openfoodfacts.brigade.inventory.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.inventory.domain.JournalEntry;

/** An event of the journal: its place in it, the kebab name of its type, its CloudEvents attributes, its body as {@code data}. */
public record EventView(
        long sequence,
        String kind,
        @JsonUnwrapped Envelope envelope,
        @JsonRawValue @Schema(implementation = Object.class) String data) {

    static EventView of(JournalEntry entry) {
        String type = entry.envelope().type();
        return new EventView(
                entry.sequence(),
                EventType.byId(type).map(EventType::kind).orElse(type),
                entry.envelope(),
                entry.body());
    }
}
