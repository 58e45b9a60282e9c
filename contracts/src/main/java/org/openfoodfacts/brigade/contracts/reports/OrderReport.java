package org.openfoodfacts.brigade.contracts.reports;

import java.time.Instant;

/** What became of an order's generation. {@code order} is the kind (the key on the orders topic). */
public record OrderReport(String order, long generation, Outcome outcome, Instant at, String detail) implements Report {

    public enum Outcome {
        APPLIED,
        FAILED,
        REFUSED
    }
}
