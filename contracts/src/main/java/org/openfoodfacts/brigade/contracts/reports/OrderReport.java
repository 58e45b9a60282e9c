package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/** What became of an order's generation. {@code order} is the kind (the key on the orders topic). */
public record OrderReport(
        @Required String order,
        long generation,
        @Required Outcome outcome,
        @Required Instant at,
        String detail) implements Report {

    public enum Outcome {
        APPLIED,
        FAILED,
        REFUSED
    }
}
