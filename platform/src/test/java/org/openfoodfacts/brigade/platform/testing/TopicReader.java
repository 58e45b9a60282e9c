package org.openfoodfacts.brigade.platform.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.messaging.KafkaRecords;

/** Reads topics from their beginning, each record once: who waits for one asks many times, and a topic of a test run gets long. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> kafka;
    private final Map<TopicPartition, List<WireRecord>> read =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    private KafkaConsumer<String, byte[]> consumer;

    TopicReader(Map<String, Object> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put("fetch.max.wait.ms", 20); // a fetch under way does not ask for a topic that is read from now on
        this.kafka.put("auto.offset.reset", "earliest");
    }

    /** Everything that is on the topic now, partition by partition. */
    synchronized List<WireRecord> all(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                read.get(new TopicPartition(record.topic(), record.partition())).add(KafkaRecords.wire(record));
            }
        }
        return partitions.stream().map(read::get).flatMap(List::stream).toList();
    }

    private List<TopicPartition> partitions(String topic) {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
        }
        List<TopicPartition> known =
                read.keySet().stream().filter(p -> p.topic().equals(topic)).toList();
        return known.isEmpty() ? begin(topic) : known;
    }

    private List<TopicPartition> begin(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        partitions.forEach(p -> read.put(p, new ArrayList<>()));
        consumer.assign(read.keySet()); // those that were assigned before keep their positions
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
