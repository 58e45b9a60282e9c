package org.openfoodfacts.brigade.platform.trust;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

/** Reads {@code brigade.trust} from its beginning and goes on; a broker that is away is waited for. */
final class TrustReader implements Runnable {
    private static final Logger LOG = Logger.getLogger(TrustReader.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> config;
    private final PublicKeys services;
    private final Consumer<NodeIdentity> learn;
    private final Consumer<String> forget;
    private final Queue<CompletableFuture<Void>> waiting;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    TrustReader(
            Map<String, Object> kafka,
            PublicKeys services,
            Consumer<NodeIdentity> learn,
            Consumer<String> forget,
            Queue<CompletableFuture<Void>> waiting) {
        this.config = new HashMap<>(kafka);
        this.config.put("auto.offset.reset", "earliest");
        this.config.put("enable.auto.commit", "false");
        this.services = services;
        this.learn = learn;
        this.forget = forget;
        this.waiting = waiting;
    }

    void stop() {
        stopped.complete(null);
    }

    @Override
    public void run() {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            while (!stopped.isDone()) {
                try {
                    round(consumer);
                } catch (KafkaException e) {
                    LOG.warnf("brigade.trust cannot be read now, trying again: %s", e.getMessage());
                    awaitNextTry();
                }
            }
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

    private void round(KafkaConsumer<String, byte[]> consumer) {
        if (consumer.assignment().isEmpty() && !assign(consumer)) {
            throw new KafkaException("the topic does not exist yet");
        }
        List<CompletableFuture<Void>> asked = List.copyOf(waiting);
        Map<TopicPartition, Long> end = asked.isEmpty() ? Map.of() : consumer.endOffsets(consumer.assignment());
        consumer.poll(POLL).forEach(this::read);
        while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            consumer.poll(POLL).forEach(this::read);
        }
        asked.forEach(future -> future.complete(null));
        waiting.removeIf(CompletableFuture::isDone);
    }

    private static boolean assign(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.TRUST.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return !partitions.isEmpty();
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            WireRecord wire = KafkaRecords.wire(record);
            Decoded<NodeIdentity> decoded = Codec.decode(wire, NodeIdentity.class);
            Verification.objection(wire, decoded.type(), decoded.envelope(), services)
                    .ifPresentOrElse(why -> LOG.warnf("brigade.trust@%d: %s", record.offset(), why), () -> {
                        if (decoded.message() == null) {
                            forget.accept(decoded.key());
                        } else {
                            learn.accept(decoded.message());
                        }
                    });
        } catch (MalformedException | IllegalArgumentException e) {
            LOG.warnf("brigade.trust@%d is left out: %s", record.offset(), e.getMessage());
        }
    }
}
