package org.openfoodfacts.brigade.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.bus.WireRecords;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.Suite;

/** Somebody with a login to the suite's Kafka, who tries things. */
public record BusUser(KafkaClient login) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    public static BusUser admin(Suite suite) {
        return new BusUser(suite.broker().client("admin"));
    }

    /** With the login that enrolment gave the node's agent. */
    static BusUser node(Suite suite, String node) {
        try {
            StateFolder state = suite.state();
            JsonNode kafka = Json.mapper()
                    .readTree(PrivateFiles.read(state.agent(node).resolve("state/access.json")))
                    .path("kafka");
            return new BusUser(new KafkaClient(
                    suite.broker().bootstrapServers(),
                    kafka.path("username").asText(),
                    kafka.path("password").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Throws what Kafka says when it does not allow it. */
    void write(ProducerRecord<String, byte[]> record) throws Exception {
        Map<String, Object> properties = new HashMap<>(login.properties());
        properties.put("max.block.ms", "60000");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    public void write(WireRecord record) throws Exception {
        write(WireRecords.toKafka(record));
    }

    /** Everything on the topic now. Throws what Kafka says when it does not allow it. */
    public List<ConsumerRecord<String, byte[]>> readAll(String topic) {
        Map<String, Object> properties = new HashMap<>(login.properties());
        properties.put("default.api.timeout.ms", "60000");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            Instant giveUp = Instant.now().plus(PATIENCE);
            if (end.values().stream().allMatch(offset -> offset == 0)) {
                // Who may write may ask for the end, too; whether one may read is told by a fetch only.
                pollUntilAFetchIsAnswered(consumer, giveUp).forEach(records::add);
            }
            while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                if (Instant.now().isAfter(giveUp)) {
                    throw new IllegalStateException("the end of " + topic + " was not reached");
                }
            }
            return records;
        }
    }

    private static ConsumerRecords<String, byte[]> pollUntilAFetchIsAnswered(
            KafkaConsumer<String, byte[]> consumer, Instant giveUp) {
        while (answeredFetches(consumer) == 0) {
            ConsumerRecords<String, byte[]> early = consumer.poll(Duration.ofMillis(100));
            if (!early.isEmpty()) {
                return early;
            }
            if (Instant.now().isAfter(giveUp)) {
                throw new IllegalStateException("no fetch was answered");
            }
        }
        return consumer.poll(Duration.ofMillis(500)); // what the answer said is thrown here
    }

    private static double answeredFetches(KafkaConsumer<String, byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("fetch-total"))
                .mapToDouble(metric -> (Double) metric.metricValue())
                .sum();
    }
}
