package org.openfoodfacts.brigade.platform.trust;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;

/** How far {@code brigade.trust} has been read, and who waits for it to be read as far as it went at some moment. */
final class TrustProgress {
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> firstRead = new CompletableFuture<>();

    /** The offsets are those that the partitions' next records will have. */
    private record Awaited(Map<TopicPartition, Long> end, CompletableFuture<Void> reached) {}

    /** Completes once the topic was read to where it ended at the start. */
    CompletableFuture<Void> firstRead() {
        return firstRead;
    }

    void beginsWith(Map<TopicPartition, Long> end) {
        if (!firstRead.isDone()) {
            awaited.add(new Awaited(end, firstRead));
        }
    }

    /** Completes once everything before these offsets has been read, which may be now. */
    CompletableFuture<Void> until(Map<TopicPartition, Long> end) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        awaited.add(new Awaited(end, reached));
        completeReached();
        return reached;
    }

    boolean isAwaited() {
        return !awaited.isEmpty();
    }

    Set<TopicPartition> partitions() {
        return next.keySet();
    }

    /** Where to go on; empty where nothing was read yet. */
    OptionalLong next(TopicPartition partition) {
        Long offset = next.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Everything before this offset has been read and taken over. */
    void readTo(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    void completeReached() {
        awaited.removeIf(one -> {
            boolean reached = one.end().entrySet().stream()
                    .allMatch(end -> next.getOrDefault(end.getKey(), -1L) >= end.getValue());
            if (reached) {
                one.reached().complete(null);
            }
            return reached;
        });
    }
}
