package org.openfoodfacts.brigade.platform.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** How a value of a Java type is written in JSON, in words for who got it wrong. */
final class ValueForm {
    private static final Map<Class<?>, String> WORDS = Map.of(
            String.class, "a text, in quotes",
            int.class, "a whole number",
            Integer.class, "a whole number",
            long.class, "a whole number",
            Long.class, "a whole number",
            boolean.class, "true or false",
            Boolean.class, "true or false",
            Instant.class, "a time such as 2027-01-31T12:00:00Z",
            Duration.class, "a duration such as PT1H30M",
            UUID.class, "a UUID");

    private ValueForm() {}

    static String of(Class<?> type) {
        if (type == null) {
            return "of the form that openapi tells";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return WORDS.getOrDefault(type, "an object");
    }
}
