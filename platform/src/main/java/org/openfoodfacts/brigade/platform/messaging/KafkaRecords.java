package org.openfoodfacts.brigade.platform.messaging;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** Kafka's records as the contracts see them. Of a header that stands twice the last counts, as CloudEvents asks. */
public final class KafkaRecords {
    private KafkaRecords() {}

    public static WireRecord wire(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }
}
