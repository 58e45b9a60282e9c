package org.openfoodfacts.brigade.platform.rest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.openfoodfacts.brigade.platform.json.StorableTime;

/** The parameter {@code since}: an instant, brought within what PostgreSQL can tell; another text is a problem with the field's name. */
public final class Since {
    private Since() {}

    public static Instant of(String since) {
        try {
            return StorableTime.of(Instant.parse(since));
        } catch (DateTimeParseException e) {
            throw ProblemException.field("since", "must be an instant such as 2026-11-01T00:00:00Z");
        }
    }
}
