package org.openfoodfacts.brigade.platform.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What is asked of the broker about topics, over a connection of its own: on a consumer's the answer waits behind a fetch that waits for records. */
@ApplicationScoped
public class BusAdmin {
    private static final String TIMEOUT_MS = "5000";

    private final Map<String, Object> config;
    private volatile Admin admin;

    BusAdmin(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = new HashMap<>(kafka);
        this.config.put("default.api.timeout.ms", TIMEOUT_MS);
        this.config.put("request.timeout.ms", TIMEOUT_MS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    DescribeTopicsResult describe(Collection<String> topics) {
        return admin().describeTopics(topics);
    }

    /** The offset that the next record of each partition will have. Fails when Kafka does not answer. */
    public CompletionStage<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        return admin().listOffsets(latest)
                .all()
                .toCompletionStage()
                .thenApply(ends -> ends.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, end -> end.getValue().offset())));
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(config);
        }
        return admin;
    }
}
