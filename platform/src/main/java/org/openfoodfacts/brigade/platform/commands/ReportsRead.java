package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.platform.context.CallerContext;

/**
 * Tells up to when this service, in all its instances, has read the reports. Each question also notes where the reports end now; a later
 * one finds whether all up to there was read. An answer that does not come begins the time of listening anew.
 */
@ApplicationScoped
class ReportsRead {
    private static final Logger LOG = Logger.getLogger(ReportsRead.class);
    private static final String PATIENCE_MILLIS = "5000";

    private final Admin admin;
    private final String group;
    private final Clock clock;
    private final AtomicReference<Known> known;

    /** What was found so far, and where the reports ended when it was noted; {@code ends} is empty before the first answer. */
    private record Known(Hearing hearing, Instant noted, Map<TopicPartition, Long> ends) {}

    /** Per partition: where the reports begin and end, and what the group has read. */
    private record Offsets(
            Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> read) {}

    ReportsRead(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.connector.smallrye-kafka.group.id") String group,
            Clock clock) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(AdminClientConfig.configNames());
        config.put("default.api.timeout.ms", PATIENCE_MILLIS);
        config.put("request.timeout.ms", PATIENCE_MILLIS);
        this.admin = Admin.create(config);
        this.group = group;
        this.clock = clock;
        this.known = new AtomicReference<>(deafUntil(clock.instant()));
    }

    private static Known deafUntil(Instant now) {
        return new Known(new Hearing(now, now), now, Map.of());
    }

    /** Never fails; while Kafka does not answer nothing was heard. */
    Uni<Hearing> hearing() {
        Instant asked = clock.instant();
        return Uni.createFrom()
                .completionStage(this::offsets)
                .map(offsets -> known.updateAndGet(before -> after(before, asked, offsets)))
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.debugf("how far the reports are read is not known: %s", e.getMessage());
                    known.set(deafUntil(clock.instant()));
                    return known.get();
                })
                .map(Known::hearing)
                .emitOn(CallerContext.executor());
    }

    private static Known after(Known before, Instant asked, Offsets now) {
        boolean sameTopic = before.ends().keySet().equals(now.ends().keySet());
        if (sameTopic && !isRead(before.ends(), now)) {
            return before;
        }
        Instant until = sameTopic ? before.noted() : before.hearing().until();
        return new Known(new Hearing(before.hearing().since(), until), asked, now.ends());
    }

    /** What Kafka has dropped already counts as read: nobody will ever read it. */
    private static boolean isRead(Map<TopicPartition, Long> ends, Offsets now) {
        return ends.entrySet().stream()
                .allMatch(end -> Math.max(
                                now.read().getOrDefault(end.getKey(), 0L),
                                now.begins().getOrDefault(end.getKey(), 0L))
                        >= end.getValue());
    }

    private CompletionStage<Offsets> offsets() {
        String topic = Topic.REPORTS.topicName();
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .toCompletionStage()
                .thenApply(description -> description.partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList())
                .thenCompose(partitions -> offsets(partitions, OffsetSpec.earliest())
                        .thenCompose(begins -> offsets(partitions, OffsetSpec.latest())
                                .thenCompose(ends -> read().thenApply(read -> new Offsets(begins, ends, read)))));
    }

    private CompletionStage<Map<TopicPartition, Long>> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> which)))
                .all()
                .toCompletionStage()
                .thenApply(all -> all.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().offset())));
    }

    private CompletionStage<Map<TopicPartition, Long>> read() {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .thenApply(all -> all.entrySet().stream()
                        .filter(e -> e.getValue() != null)
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().offset())));
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
