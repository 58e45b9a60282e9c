package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What is asked of the broker about topics and who has read them, over a connection of its own: on a consumer's the answer waits behind a fetch that waits for records. */
@ApplicationScoped
public class BusAdmin {
    private static final String TIMEOUT_MS = "5000";

    private final Map<String, Object> config;
    private volatile Admin admin;

    BusAdmin(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = new HashMap<>(kafka);
        this.config.keySet().retainAll(AdminClientConfig.configNames());
        this.config.put("default.api.timeout.ms", TIMEOUT_MS);
        this.config.put("request.timeout.ms", TIMEOUT_MS);
    }

    @PreDestroy
    void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    DescribeTopicsResult describe(Collection<String> topics) {
        return admin().describeTopics(topics);
    }

    /** Fails when the topic does not exist, or Kafka does not answer; so do the others. */
    public CompletionStage<List<TopicPartition>> partitions(String topic) {
        return describe(List.of(topic))
                .topicNameValues()
                .get(topic)
                .toCompletionStage()
                .thenApply(description -> description.partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList());
    }

    /** The offset of the first record that each partition still has. */
    public CompletionStage<Map<TopicPartition, Long>> begins(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** The offset that the next record of each partition will have. */
    public CompletionStage<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    private CompletionStage<Map<TopicPartition, Long>> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which) {
        return admin().listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which)))
                .all()
                .toCompletionStage()
                .thenApply(all -> all.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().offset())));
    }

    /** Up to which offset the group has read; without partitions of which it has read nothing. */
    public CompletionStage<Map<TopicPartition, Long>> read(String group) {
        return admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .thenApply(all -> all.entrySet().stream()
                        .filter(one -> one.getValue() != null)
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().offset())));
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(config);
        }
        return admin;
    }
}
