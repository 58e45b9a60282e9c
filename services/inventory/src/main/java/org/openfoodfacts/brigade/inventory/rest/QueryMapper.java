package org.openfoodfacts.brigade.inventory.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.openfoodfacts.brigade.platform.json.StorableTime;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;

/** Query parameters as typed values; what is not of its form is a problem that names the parameter. */
final class QueryMapper {
    private QueryMapper() {}

    /** An absent or empty parameter is null. */
    static String orNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** A number from 0 on; {@code absent} when there is none. */
    static long number(String name, String text, long absent) {
        if (orNull(text) == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, text);
        }
        throw notANumber(name, text);
    }

    static int limit(String text) {
        return Page.limit(orNull(text) == null ? null : (int) Math.min(Integer.MAX_VALUE, number("limit", text, 0)));
    }

    /** An RFC 3339 time that the database can be asked for; null when absent. */
    static Instant time(String name, String text) {
        if (orNull(text) == null) {
            return null;
        }
        Instant time = parsed(name, text);
        if (!StorableTime.of(time).equals(time)) {
            throw ProblemException.field(name, "must be a time from 1970 to 9999");
        }
        return time;
    }

    private static Instant parsed(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.field(name, "must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    static boolean flag(String name, String text) {
        return switch (orEmpty(text)) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.field(name, "must be true or false");
        };
    }

    private static ProblemException notANumber(String name, String text) {
        return ProblemException.field(name, "must be a whole number from 0 on, not '" + text + "'");
    }
}
