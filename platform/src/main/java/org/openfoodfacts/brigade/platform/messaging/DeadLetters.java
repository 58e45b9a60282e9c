package org.openfoodfacts.brigade.platform.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;

/**
 * Puts aside what can never be processed: the record as it came, with where it stood and why, on {@code <topic>.dlq}; counted in
 * {@code brigade_dead_letters_total}. The partition goes on once Kafka has taken it; of a record that is too large to be copied with its
 * reason only the headers are kept.
 */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final BusSender bus;
    private final MeterRegistry metrics;
    private final RetriesConfig retries;

    DeadLetters(BusSender bus, MeterRegistry metrics, RetriesConfig retries) {
        this.bus = bus;
        this.metrics = metrics;
        this.retries = retries;
    }

    public Uni<Void> put(ConsumerRecord<String, byte[]> record, String reason) {
        LOG.warnf("Put aside %s/%d@%d: %s", record.topic(), record.partition(), record.offset(), reason);
        metrics.counter("brigade.dead.letters", "topic", record.topic()).increment();
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        add(headers, "dead-letter-reason", reason);
        add(headers, "dead-letter-topic", record.topic());
        add(headers, "dead-letter-partition", Integer.toString(record.partition()));
        add(headers, "dead-letter-offset", Long.toString(record.offset()));
        String topic = record.topic() + ".dlq";
        return Uni.createFrom()
                .deferred(() -> bus.send(topic, record.key(), headers, record.value()))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> bus.send(topic, record.key(), headers, null))
                .onFailure()
                .invoke(e -> LOG.warnf("%s does not take a record, trying again: %s", topic, e.getMessage()))
                .onFailure()
                .retry()
                .when(new Retries(retries).forEver());
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
