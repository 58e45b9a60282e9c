package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * Hands wire records to Kafka; the returned Uni completes when the broker has acknowledged. Never more than {@value #WAITING} wait in
 * memory: the outbox publisher has 256 in flight, each channel one dead letter; whatever came on top would fail at once.
 */
@ApplicationScoped
public class BusSender {
    static final int WAITING = 1024;

    private final MutinyEmitter<byte[]> emitter;

    BusSender(
            @Channel("bus") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = WAITING)
                    MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    public Uni<Void> send(WireRecord record) {
        return send(record.topic(), record.key(), headers(record.headers()), record.value());
    }

    Uni<Void> send(String topic, String key, Headers headers, byte[] value) {
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        return emitter.sendMessage(Message.of(value, Metadata.of(metadata)));
    }

    private static Headers headers(Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, value) -> all.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return all;
    }
}
