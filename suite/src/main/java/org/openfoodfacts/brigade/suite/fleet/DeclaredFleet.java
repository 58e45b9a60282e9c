package org.openfoodfacts.brigade.suite.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.bus.WireRecords;

/** Reads the fleet as the inventory service declares it on the bus. */
public final class DeclaredFleet {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int POLLS_BETWEEN_QUESTIONS = 10;
    private final KafkaClient kafka;

    public DeclaredFleet(KafkaClient kafka) {
        this.kafka = kafka;
    }

    /**
     * The declaration at the commit, waited for; empty when there is none within the time, or when there is no hope left, which is asked
     * once a second.
     */
    public Optional<FleetDeclared> await(String commit, Duration patience, BooleanSupplier hopeless) {
        Instant end = Instant.now().plus(patience);
        Map<String, Object> properties = new HashMap<>(kafka.properties());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.FLEET.topicName()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int polls = 1; Instant.now().isBefore(end); polls++) {
                Optional<FleetDeclared> found = StreamSupport.stream(
                                consumer.poll(POLL).spliterator(), false)
                        .map(DeclaredFleet::read)
                        .filter(fleet -> fleet.commit().equals(commit))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
                if (polls % POLLS_BETWEEN_QUESTIONS == 0 && hopeless.getAsBoolean()) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    private static FleetDeclared read(ConsumerRecord<String, byte[]> record) {
        return Codec.decode(WireRecords.of(record), FleetDeclared.class).message();
    }
}
