package org.openfoodfacts.brigade.platform.trust;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.messaging.KafkaRecords;
import org.openfoodfacts.brigade.platform.messaging.Reason;

/**
 * Reads {@code brigade.trust} from its beginning and goes on. Whatever happens it begins anew after a second, with a consumer of its own,
 * where it stood: a broker that is away is waited for, and a reader that ended would go on believing nodes that have been revoked.
 */
final class TrustReader implements Runnable {
    private static final Logger LOG = Logger.getLogger(TrustReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How long the broker holds a request for identities that are not there; nobody waits for the answer. */
    private static final String FETCH_WAIT_MS = "5000";

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Map<String, Object> config;
    private final PublicKeys services;
    private final Consumer<NodeIdentity> learn;
    private final Consumer<String> forget;
    private final TrustProgress progress;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    TrustReader(
            Map<String, Object> kafka,
            PublicKeys services,
            Consumer<NodeIdentity> learn,
            Consumer<String> forget,
            TrustProgress progress) {
        this.config = new HashMap<>(kafka);
        this.config.put("auto.offset.reset", "earliest");
        this.config.put("enable.auto.commit", "false");
        this.config.put("fetch.max.wait.ms", FETCH_WAIT_MS);
        this.services = services;
        this.learn = learn;
        this.forget = forget;
        this.progress = progress;
    }

    void stop() {
        stopped.complete(null);
    }

    @Override
    public void run() {
        while (!stopped.isDone()) {
            try {
                readWithAConsumerOfItsOwn();
            } catch (KafkaException e) {
                LOG.warnf("brigade.trust cannot be read now, trying again: %s", e.getMessage());
                awaitNextTry();
            } catch (RuntimeException | Error e) {
                LOG.error("reading brigade.trust has failed, beginning anew", e);
                awaitNextTry();
            }
        }
    }

    private void readWithAConsumerOfItsOwn() {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            assign(consumer);
            while (!stopped.isDone()) {
                round(consumer);
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void awaitNextTry() {
        try {
            stopped.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("next try", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    private void assign(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.TRUST.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic does not exist yet");
        }
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            progress.next(partition)
                    .ifPresentOrElse(
                            next -> consumer.seek(partition, next), () -> consumer.seekToBeginning(List.of(partition)));
        }
        progress.beginsWith(consumer.endOffsets(partitions));
    }

    private void round(KafkaConsumer<String, byte[]> consumer) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            read(record);
            progress.readTo(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        if (progress.isAwaited()) {
            // Behind the last record there may be offsets that no record has.
            consumer.assignment().forEach(p -> progress.readTo(p, consumer.position(p)));
            progress.completeReached();
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            WireRecord wire = KafkaRecords.wire(record);
            Decoded<NodeIdentity> decoded = Codec.decode(wire, NodeIdentity.class);
            Verification.objection(wire, decoded.type(), decoded.envelope(), services)
                    .ifPresentOrElse(why -> LOG.warnf("brigade.trust@%d: %s", record.offset(), Reason.of(why)), () -> {
                        if (decoded.message() == null) {
                            forget.accept(decoded.key());
                        } else {
                            learn.accept(decoded.message());
                        }
                    });
        } catch (MalformedException | IllegalArgumentException e) {
            LOG.warnf("brigade.trust@%d is left out: %s", record.offset(), Reason.of(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "brigade.trust@%d is left out, or no later one would be read", record.offset());
        }
    }
}
