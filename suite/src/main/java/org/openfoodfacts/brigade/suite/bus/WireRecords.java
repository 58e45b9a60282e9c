package org.openfoodfacts.brigade.suite.bus;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** Kafka's records as the contracts see them, and back. */
public final class WireRecords {
    private WireRecords() {}

    public static WireRecord of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }

    public static ProducerRecord<String, byte[]> toKafka(WireRecord record) {
        ProducerRecord<String, byte[]> out = new ProducerRecord<>(record.topic(), record.key(), record.value());
        record.headers().forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return out;
    }
}
