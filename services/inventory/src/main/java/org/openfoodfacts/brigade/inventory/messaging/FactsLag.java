package org.openfoodfacts.brigade.inventory.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.platform.messaging.BusAdmin;

/** Tells whether this service, in all its instances, has read the facts: everything that was written by the time of the last question. */
@ApplicationScoped
public class FactsLag {
    private static final Logger LOG = Logger.getLogger(FactsLag.class);

    private final BusAdmin admin;
    private final String group;
    private final AtomicReference<Map<TopicPartition, Long>> lastEnd = new AtomicReference<>(Map.of());
    private final AtomicBoolean known = new AtomicBoolean(true);

    FactsLag(BusAdmin admin, @ConfigProperty(name = "mp.messaging.connector.smallrye-kafka.group.id") String group) {
        this.admin = admin;
        this.group = group;
    }

    /** False as well when Kafka does not answer. */
    public Uni<Boolean> isUpToDate() {
        return Uni.createFrom()
                .completionStage(this::ends)
                .chain(end -> Uni.createFrom()
                        .completionStage(() -> admin.read(group))
                        .map(read -> isRead(end, read)))
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

    private boolean isRead(Map<TopicPartition, Long> end, Map<TopicPartition, Long> read) {
        Map<TopicPartition, Long> before = lastEnd.getAndSet(end);
        return before.keySet().equals(end.keySet())
                && before.entrySet().stream().allMatch(e -> {
                    Long offset = read.get(e.getKey());
                    return e.getValue() == 0 || (offset != null && offset >= e.getValue());
                });
    }

    private CompletionStage<Map<TopicPartition, Long>> ends() {
        return admin.partitions(Topic.FACTS.topicName()).thenCompose(admin::ends);
    }
}
