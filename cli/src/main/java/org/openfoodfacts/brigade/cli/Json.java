package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.StringJoiner;
import org.openfoodfacts.brigade.suite.launch.Printable;

/** Parts of an answer as text for a table or within a line ({@link Printable}); a dash for what is not there. */
final class Json {
    private Json() {}

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? "-" : Printable.of(value.asText());
    }

    /** A time, to the second. */
    static String time(JsonNode node, String field) {
        return node.hasNonNull(field)
                ? Instant.parse(node.path(field).asText())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : "-";
    }

    static String list(JsonNode array) {
        StringJoiner joined = new StringJoiner(", ");
        array.forEach(value -> joined.add(Printable.of(value.asText())));
        return array.isEmpty() ? "-" : joined.toString();
    }
}
