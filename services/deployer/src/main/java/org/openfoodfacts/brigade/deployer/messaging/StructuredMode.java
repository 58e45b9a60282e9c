package org.openfoodfacts.brigade.deployer.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;

/** Rewrites a CloudEvent in structured mode (the whole event as one JSON object) to binary mode; leaves every other record as it is. */
final class StructuredMode {
    private static final String CONTENT_TYPE = "content-type";
    private static final String EVENT = "application/cloudevents+json";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final String DATA_TYPE = "datacontenttype";

    private StructuredMode() {}

    /** Throws MalformedException when the content type promises an event that the body is not. */
    static ConsumerRecord<String, byte[]> toBinary(ConsumerRecord<String, byte[]> record) {
        Header type = record.headers().lastHeader(CONTENT_TYPE);
        if (type == null || type.value() == null || !isEvent(new String(type.value(), StandardCharsets.UTF_8))) {
            return record;
        }
        JsonNode event = event(record.value());
        RecordHeaders headers = new RecordHeaders();
        event.properties().stream()
                .filter(attribute -> attribute.getValue().isValueNode()
                        && !attribute.getValue().isNull())
                .filter(attribute -> !attribute.getKey().startsWith(DATA))
                .forEach(attribute -> add(
                        headers,
                        "ce_" + attribute.getKey(),
                        attribute.getValue().asText()));
        add(headers, CONTENT_TYPE, event.path(DATA_TYPE).asText("application/json"));
        byte[] data = data(event);
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.serializedKeySize(),
                data.length,
                record.key(),
                data,
                headers,
                Optional.empty());
    }

    private static boolean isEvent(String contentType) {
        return contentType.strip().equalsIgnoreCase(EVENT)
                || contentType.strip().regionMatches(true, 0, EVENT + ";", 0, EVENT.length() + 1);
    }

    private static JsonNode event(byte[] body) {
        try {
            JsonNode event = body == null ? null : Json.mapper().readTree(body);
            if (event == null || !event.isObject()) {
                throw new MalformedException("the body is no CloudEvent in JSON");
            }
            return event;
        } catch (IOException e) {
            throw new MalformedException("the body is no CloudEvent in JSON: " + e.getMessage(), e);
        }
    }

    private static byte[] data(JsonNode event) {
        try {
            return event.has(DATA_BASE64)
                    ? Base64.getDecoder().decode(event.get(DATA_BASE64).asText())
                    : Json.mapper().writeValueAsBytes(event.path(DATA));
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("the event's data cannot be read: " + e.getMessage(), e);
        }
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
