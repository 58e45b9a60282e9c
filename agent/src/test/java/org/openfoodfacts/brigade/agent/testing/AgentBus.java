package org.openfoodfacts.brigade.agent.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.testing.KafkaImage;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A real Kafka for the agents of a test, and what stands at its other end. */
public final class AgentBus implements AutoCloseable {
    private final KafkaContainer kafka = new KafkaContainer(
                    DockerImageName.parse(KafkaImage.NAME).asCompatibleSubstituteFor("apache/kafka"))
            .withCommand(KafkaImage.command())
            .withStartupTimeout(KafkaImage.PATIENCE);
    private final KafkaProducer<String, byte[]> producer;

    public AgentBus() {
        kafka.start();
        createTopics(Topic.FACTS.topicName(), Topic.REPORTS.topicName());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new StringSerializer(), new ByteArraySerializer());
    }

    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    public void send(WireRecord record) throws Exception {
        ProducerRecord<String, byte[]> out = new ProducerRecord<>(record.topic(), record.key(), record.value());
        record.headers().forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(out).get();
    }

    /** Everything that is on the topic now. */
    public List<WireRecord> all(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<WireRecord> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    Map<String, String> headers = new HashMap<>();
                    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
                    records.add(new WireRecord(topic, record.key(), headers, record.value()));
                });
            }
            return records;
        }
    }

    public void createTopics(String... names) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(names).stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    /** It answers nobody while the work is done. */
    public void pausedWhile(Runnable work) {
        var docker = DockerClientFactory.instance().client();
        docker.pauseContainerCmd(kafka.getContainerId()).exec();
        try {
            work.run();
        } finally {
            docker.unpauseContainerCmd(kafka.getContainerId()).exec();
        }
    }

    @Override
    public void close() {
        producer.close();
        kafka.stop();
    }
}
