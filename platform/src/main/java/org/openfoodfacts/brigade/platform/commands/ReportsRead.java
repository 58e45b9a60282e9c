package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.platform.context.CallerContext;
import org.openfoodfacts.brigade.platform.messaging.BusAdmin;

/**
 * Tells up to when this service, in all its instances, has read the reports. Each question also notes where the reports end now; a later
 * one finds whether all up to there was read. An answer that does not come begins the time of listening anew.
 */
@ApplicationScoped
class ReportsRead {
    private static final Logger LOG = Logger.getLogger(ReportsRead.class);

    private final BusAdmin admin;
    private final String group;
    private final Clock clock;
    private final AtomicReference<Known> known;

    /** What was found so far, and where the reports ended when it was noted; {@code ends} is empty before the first answer. */
    private record Known(Hearing hearing, Instant noted, Map<TopicPartition, Long> ends) {}

    /** Per partition: where the reports begin and end, and what the group has read. */
    private record Offsets(
            Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> read) {}

    ReportsRead(
            BusAdmin admin,
            @ConfigProperty(name = "mp.messaging.connector.smallrye-kafka.group.id") String group,
            Clock clock) {
        this.admin = admin;
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
        return admin.partitions(Topic.REPORTS.topicName())
                .thenCompose(partitions -> admin.begins(partitions)
                        .thenCompose(begins -> admin.ends(partitions)
                                .thenCompose(
                                        ends -> admin.read(group).thenApply(read -> new Offsets(begins, ends, read)))));
    }
}
