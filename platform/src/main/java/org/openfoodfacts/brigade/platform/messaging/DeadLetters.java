package org.openfoodfacts.brigade.platform.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;

/**
 * Puts aside what can never be processed: the record as it came, with where it stood and why, on {@code <topic>.dlq}; counted in
 * {@code brigade_dead_letters_total}. The partition goes on once Kafka has taken it. Of a record that is too large to be copied with its
 * reason the value is left out; where its key and headers are too large as well, nothing of it is kept but its key and id, if they are
 * short, so that whatever somebody sends, its dead letter fits.
 */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final int SHORT = 512; // as what Storable lets pass

    private final BusSender bus;
    private final MeterRegistry metrics;
    private final RetriesConfig retries;

    DeadLetters(BusSender bus, MeterRegistry metrics, RetriesConfig retries) {
        this.bus = bus;
        this.metrics = metrics;
        this.retries = retries;
    }

    /** Cuts the reason ({@link Reason}): it may repeat what the record says. */
    public Uni<Void> put(ConsumerRecord<String, byte[]> record, String reason) {
        String why = Reason.of(reason);
        LOG.warnf("Put aside %s/%d@%d: %s", record.topic(), record.partition(), record.offset(), why);
        metrics.counter("brigade.dead.letters", "topic", record.topic()).increment();
        Headers whole = describe(new RecordHeaders(record.headers().toArray()), record, why);
        String topic = record.topic() + ".dlq";
        return Uni.createFrom()
                .deferred(() -> bus.send(topic, record.key(), whole, record.value()))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> bus.send(topic, record.key(), whole, null))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> bus.send(topic, shortKey(record), describe(shortId(record), record, why), null))
                .onFailure()
                .invoke(e -> LOG.warnf("%s does not take a record, trying again: %s", topic, e.getMessage()))
                .onFailure()
                .retry()
                .when(new Retries(retries).forEver());
    }

    private static Headers describe(Headers headers, ConsumerRecord<String, byte[]> record, String why) {
        add(headers, "dead-letter-reason", why);
        add(headers, "dead-letter-topic", record.topic());
        add(headers, "dead-letter-partition", Integer.toString(record.partition()));
        add(headers, "dead-letter-offset", Long.toString(record.offset()));
        return headers;
    }

    private static String shortKey(ConsumerRecord<String, byte[]> record) {
        return record.key() == null || record.key().length() > SHORT ? null : record.key();
    }

    private static Headers shortId(ConsumerRecord<String, byte[]> record) {
        Header id = record.headers().lastHeader("ce_id");
        return id == null || id.value() == null || id.value().length > SHORT
                ? new RecordHeaders()
                : new RecordHeaders(new Header[] {id});
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
