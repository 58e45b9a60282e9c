package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** Parts of an answer as text for a table; a dash for what is not there. */
final class Json {
    private Json() {}

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? "-" : value.asText();
    }

    static String list(JsonNode array) {
        StringJoiner joined = new StringJoiner(", ");
        array.forEach(value -> joined.add(value.asText()));
        return array.isEmpty() ? "-" : joined.toString();
    }
}
