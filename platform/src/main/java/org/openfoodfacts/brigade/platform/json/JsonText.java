package org.openfoodfacts.brigade.platform.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.Json;

/** JSON in a text column. What cannot be read back was written by a broken version: an invariant, not an outcome. */
public final class JsonText {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    private JsonText() {}

    public static String write(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    public static <T> T read(String text, TypeReference<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored JSON text cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    public static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored JSON text cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    public static Map<String, String> readMap(String text) {
        return read(text, STRINGS);
    }
}
