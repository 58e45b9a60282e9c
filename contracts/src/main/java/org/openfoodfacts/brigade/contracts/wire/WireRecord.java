package org.openfoodfacts.brigade.contracts.wire;

import java.util.Map;

/**
 * A Kafka record without Kafka's classes. {@code headers} are the CloudEvents binary-mode headers ({@code ce_…}, {@code content-type});
 * a null {@code value} is a tombstone.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of every body would buy nothing
public record WireRecord(String topic, String key, Map<String, String> headers, byte[] value) {
    public WireRecord {
        headers = Map.copyOf(headers);
    }
}
