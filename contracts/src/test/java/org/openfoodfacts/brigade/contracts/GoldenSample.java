package org.openfoodfacts.brigade.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** A committed wire record of one type: what was once sent must stay readable. Unsigned; {@code body} is the value as JSON. */
public record GoldenSample(String topic, String key, Map<String, String> headers, JsonNode body) {

    public static GoldenSample of(EventType type) {
        String file = "/golden/" + type.id() + ".json";
        try (InputStream in = GoldenSample.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new AssertionError("src/test/resources" + file + " is missing: write a sample of the new type");
            }
            return Json.mapper().readValue(in, GoldenSample.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    public WireRecord record() {
        return record(body);
    }

    public WireRecord record(JsonNode otherBody) {
        return new WireRecord(topic, key, headers, otherBody.toString().getBytes(StandardCharsets.UTF_8));
    }
}
