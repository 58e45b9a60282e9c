package org.openfoodfacts.brigade.inventory.messaging;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.Topic;

/** Tells whether this service, in all its instances, has read the facts: everything that was written by the time of the last question. */
@ApplicationScoped
public class FactsLag {
    private static final Logger LOG = Logger.getLogger(FactsLag.class);

    private final Admin admin;
    private final String group;
    private final AtomicReference<Map<TopicPartition, Long>> lastEnd = new AtomicReference<>(Map.of());
    private final AtomicBoolean known = new AtomicBoolean(true);

    FactsLag(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.connector.smallrye-kafka.group.id") String group) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(AdminClientConfig.configNames());
        config.put("default.api.timeout.ms", "5000");
        config.put("request.timeout.ms", "5000");
        this.admin = Admin.create(config);
        this.group = group;
    }

    /** False as well when Kafka does not answer. */
    public Uni<Boolean> isUpToDate() {
        return Uni.createFrom()
                .completionStage(this::ends)
                .chain(end -> Uni.createFrom().completionStage(this::committed).map(read -> isRead(end, read)))
                .invoke(this::sayItIsKnown)
                .onFailure()
                .recoverWithItem(e -> {
                    sayItIsUnknown(e);
                    return false;
                });
    }

    /** Once per outage: as long as it lasts, no node is declared lost. */
    private void sayItIsUnknown(Throwable e) {
        if (known.compareAndSet(true, false)) {
            LOG.warnf("whether all facts are read is not known, so no node counts as lost: %s", e.getMessage());
        }
    }

    private void sayItIsKnown() {
        if (known.compareAndSet(false, true)) {
            LOG.info("whether all facts are read is known again");
        }
    }

    private boolean isRead(Map<TopicPartition, Long> end, Map<TopicPartition, OffsetAndMetadata> read) {
        Map<TopicPartition, Long> before = lastEnd.getAndSet(end);
        return before.keySet().equals(end.keySet())
                && before.entrySet().stream().allMatch(e -> {
                    OffsetAndMetadata offset = read.get(e.getKey());
                    return e.getValue() == 0 || (offset != null && offset.offset() >= e.getValue());
                });
    }

    private CompletionStage<Map<TopicPartition, Long>> ends() {
        String topic = Topic.FACTS.topicName();
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .toCompletionStage()
                .thenCompose(description ->
                        admin.listOffsets(latest(description)).all().toCompletionStage())
                .thenApply(FactsLag::offsets);
    }

    private CompletionStage<Map<TopicPartition, OffsetAndMetadata>> committed() {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage();
    }

    private static Map<TopicPartition, OffsetSpec> latest(TopicDescription topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        topic.partitions()
                .forEach(p -> latest.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
        return latest;
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ends.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
