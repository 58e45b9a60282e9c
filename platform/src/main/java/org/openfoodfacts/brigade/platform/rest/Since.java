package org.openfoodfacts.brigade.platform.rest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;

/** The parameter {@code since}: an instant, brought within what PostgreSQL can tell; another text is a problem with the field's name. */
public final class Since {
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private Since() {}

    public static Instant of(String since) {
        try {
            return Collections.max(List.of(Instant.EPOCH, Collections.min(List.of(END_OF_TIME, Instant.parse(since)))));
        } catch (DateTimeParseException e) {
            throw ProblemException.field("since", "must be an instant such as 2026-11-01T00:00:00Z");
        }
    }
}
