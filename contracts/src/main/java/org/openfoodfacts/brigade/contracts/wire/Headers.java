package org.openfoodfacts.brigade.contracts.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The CloudEvents 1.0 attributes as Kafka headers (Kafka protocol binding, binary content mode) with Brigade's extensions: node,
 * correlationid, causationid, expirytime, answers, keyid, signature.
 */
final class Headers {
    static final String ID = "ce_id";
    static final String SOURCE = "ce_source";
    static final String TYPE = "ce_type";
    static final String TIME = "ce_time";
    static final String SPEC_VERSION = "ce_specversion";
    static final String SUBJECT = "ce_subject";
    static final String NODE = "ce_node";
    static final String CORRELATION = "ce_correlationid";
    static final String CAUSATION = "ce_causationid";
    static final String EXPIRY = "ce_expirytime";
    static final String ANSWERS = "ce_answers";
    static final String KEY_ID = "ce_keyid";
    static final String SIGNATURE = "ce_signature";
    static final String CONTENT_TYPE = "content-type";
    private static final String JSON = "application/json";

    private Headers() {}

    static Map<String, String> of(Envelope envelope) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, envelope.id());
        headers.put(SOURCE, envelope.source());
        headers.put(TYPE, envelope.type());
        headers.put(TIME, envelope.time().toString());
        headers.put(CONTENT_TYPE, JSON);
        put(headers, NODE, envelope.node());
        put(headers, SUBJECT, envelope.subject());
        put(headers, CORRELATION, envelope.trace().correlationId());
        put(headers, CAUSATION, envelope.trace().causationId());
        put(
                headers,
                EXPIRY,
                envelope.expiry() == null ? null : envelope.expiry().toString());
        return headers;
    }

    /** Throws MalformedException that names the header when a required one is missing or one is not of its form. */
    static Envelope envelope(Map<String, String> headers) {
        requireBinaryMode(headers);
        return new Envelope(
                required(headers, ID),
                required(headers, SOURCE),
                required(headers, TYPE),
                time(headers, TIME),
                headers.get(NODE),
                headers.get(SUBJECT),
                new Trace(headers.get(CORRELATION), headers.get(CAUSATION)),
                time(headers, EXPIRY));
    }

    private static void requireBinaryMode(Map<String, String> headers) {
        String version = headers.get(SPEC_VERSION);
        if (version != null && !version.equals("1.0")) {
            throw new MalformedException("the header " + SPEC_VERSION + " must be 1.0, not " + version);
        }
        String type = headers.getOrDefault(CONTENT_TYPE, JSON).toLowerCase(Locale.ROOT);
        if (!type.equals(JSON) && !type.startsWith(JSON + ";")) {
            throw new MalformedException(
                    "the header " + CONTENT_TYPE + " must be " + JSON + " (CloudEvents in binary mode), not " + type);
        }
    }

    private static String required(Map<String, String> headers, String name) {
        String value = headers.get(name);
        require(name, value == null || value.isBlank() ? null : value);
        return value;
    }

    static void require(String name, Object value) {
        if (value == null) {
            throw new MalformedException("the header " + name + " is missing");
        }
    }

    private static Instant time(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedException("the header " + name + " is no RFC 3339 time: " + value, e);
        }
    }

    private static void put(Map<String, String> headers, String name, String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
