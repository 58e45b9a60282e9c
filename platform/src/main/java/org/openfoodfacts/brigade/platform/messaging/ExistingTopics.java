package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Which topics there are. A producer that is given a record for a topic that does not exist holds up all others while it waits for it,
 * so the outbox asks first.
 */
@ApplicationScoped
public class ExistingTopics {
    private final BusAdmin admin;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ExistingTopics(BusAdmin admin) {
        this.admin = admin;
    }

    /** Those of the topics that do not exist. Fails when Kafka does not answer. */
    public Uni<Set<String>> missing(Set<String> topics) {
        Set<String> asked = new HashSet<>(topics);
        asked.removeAll(known);
        return asked.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : Uni.createFrom().completionStage(() -> ask(asked));
    }

    /** A send to this topic failed; ask again before the next one. */
    public void forget(String topic) {
        known.remove(topic);
    }

    private CompletionStage<Set<String>> ask(Set<String> topics) {
        Set<String> missing = ConcurrentHashMap.newKeySet();
        CompletableFuture<?>[] answers = admin.describe(topics).topicNameValues().entrySet().stream()
                .map(entry -> note(entry.getKey(), entry.getValue(), missing))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(done -> missing);
    }

    private CompletableFuture<?> note(String topic, KafkaFuture<TopicDescription> answer, Set<String> missing) {
        return answer.toCompletionStage().toCompletableFuture().handle((description, failure) -> {
            switch (failure) {
                case null -> known.add(topic);
                case UnknownTopicOrPartitionException _ -> missing.add(topic);
                case org.apache.kafka.common.errors.TimeoutException e -> throw e;
                default -> known.add(topic); // not ours to describe: the send will say
            }
            return topic;
        });
    }
}
