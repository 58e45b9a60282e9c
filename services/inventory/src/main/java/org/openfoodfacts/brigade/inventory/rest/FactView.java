package org.openfoodfacts.brigade.inventory.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.openfoodfacts.brigade.inventory.domain.StoredFact;

/** A fact as its agent last told it. {@code part} is empty for facts that are one per kind. */
public record FactView(
        String kind,
        String part,
        Instant observedAt,
        @JsonRawValue @Schema(implementation = Object.class) String data) {

    static FactView of(StoredFact fact) {
        return new FactView(fact.kind(), fact.part(), fact.observedAt(), fact.body());
    }
}
