package org.openfoodfacts.brigade.platform.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.platform.context.CallerContext;
import org.openfoodfacts.brigade.platform.messaging.BusSender;
import org.openfoodfacts.brigade.platform.messaging.ExistingTopics;

/**
 * Sends what lies in the outbox: woken after each commit and by a sweep, so that a crash between commit and send only delays. One
 * instance at a time per service (an advisory lock); within a topic and key one record is in flight at a time, so a failure cannot put
 * a later record before an earlier one. A row is deleted only after Kafka acknowledged it: at least once, never lost. What Kafka can
 * never take is put aside and counted; what it does not take now holds back only its own key.
 */
@ApplicationScoped
public class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int BATCH = 500;
    private static final int IN_FLIGHT = 256; // keys, one record each

    private final Mutiny.SessionFactory sessions;
    private final OutboxStore store;
    private final BusSender bus;
    private final ExistingTopics topics;
    private final MeterRegistry metrics;
    private final Vertx vertx;
    private final AtomicInteger wakeUps = new AtomicInteger();

    OutboxPublisher(
            Mutiny.SessionFactory sessions,
            OutboxStore store,
            BusSender bus,
            ExistingTopics topics,
            MeterRegistry metrics,
            Vertx vertx) {
        this.sessions = sessions;
        this.store = store;
        this.bus = bus;
        this.topics = topics;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    /** Starts a round, or has the round that runs followed by another. Returns at once. */
    public void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            // On the caller's context it would share the caller's session, which is not made for two at once.
            Context context =
                    VertxContext.createNewDuplicatedContext(VertxContext.getRootContext(vertx.getOrCreateContext()));
            context.runOnContext(ignored -> {
                VertxContextSafetyToggle.setContextSafe(context, true);
                rounds();
            });
        }
    }

    @Scheduled(every = "${brigade.outbox.sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        wake();
    }

    private void rounds() {
        int seen = wakeUps.get();
        publishUntilEmpty().subscribe().with(done -> finish(seen), failure -> {
            LOG.warnf("The outbox is not sent yet, the next sweep tries again: %s", failure.getMessage());
            finish(seen);
        });
    }

    private void finish(int seen) {
        if (!wakeUps.compareAndSet(seen, 0)) {
            rounds();
        }
    }

    private Uni<Void> publishUntilEmpty() {
        return publishBatch()
                .chain(sent ->
                        sent == BATCH ? publishUntilEmpty() : Uni.createFrom().voidItem());
    }

    /** How many rows were dealt with. */
    private Uni<Integer> publishBatch() {
        return sessions.withTransaction((session, tx) -> store.lock(session)
                .chain(locked -> locked ? sendDue(session) : Uni.createFrom().item(0)));
    }

    private Uni<Integer> sendDue(Mutiny.Session session) {
        return store.due(session, BATCH).chain(rows -> {
            Set<String> asked = rows.stream().map(OutboxEntity::topic).collect(Collectors.toSet());
            return backHere(topics.missing(asked))
                    .chain(missing -> send(rows, missing))
                    .chain(sent -> store.delete(session, sent).replaceWith(rows.size()));
        });
    }

    /** The rows that Kafka acknowledged; the first of each key that it did not take is marked with what becomes of it. */
    private Uni<List<OutboxEntity>> send(List<OutboxEntity> rows, Set<String> missing) {
        Collection<List<OutboxEntity>> byKey = rows.stream()
                .collect(Collectors.groupingBy(r -> List.of(r.topic(), r.key())))
                .values();
        return Multi.createFrom()
                .iterable(byKey)
                .onItem()
                .transformToMulti(sameKey -> sendInOrder(sameKey, missing))
                .merge(IN_FLIGHT)
                .collect()
                .asList();
    }

    private Multi<OutboxEntity> sendInOrder(List<OutboxEntity> sameKey, Set<String> missing) {
        AtomicBoolean heldBack = new AtomicBoolean();
        return Multi.createFrom()
                .iterable(sameKey)
                .onItem()
                .transformToUniAndConcatenate(
                        row -> heldBack.get() ? Uni.createFrom().nullItem() : send(row, missing, heldBack));
    }

    /** The row when it was sent, else null. */
    private Uni<OutboxEntity> send(OutboxEntity row, Set<String> missing, AtomicBoolean heldBack) {
        if (missing.contains(row.topic())) {
            LOG.warnf("There is no topic %s; its records wait in the outbox", row.topic());
            row.retryAt(store.nextTry(row.attempts()));
            heldBack.set(true);
            return Uni.createFrom().nullItem();
        }
        return backHere(bus.send(row.record()))
                .replaceWith(row)
                .onFailure(OutboxPublisher::isFinal)
                .recoverWithItem(failure -> {
                    LOG.errorf("Outbox row %d for %s is put aside: %s", row.id(), row.topic(), failure.getMessage());
                    metrics.counter("brigade.outbox.put.aside", "topic", row.topic())
                            .increment();
                    row.putAside(failure.toString());
                    return null;
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Kafka did not take a record for %s: %s", row.topic(), failure.getMessage());
                    topics.forget(row.topic());
                    row.retryAt(store.nextTry(row.attempts()));
                    heldBack.set(true);
                    return null;
                });
    }

    /** Kafka answers on its own threads, a session may be used on that of its context only. */
    private static <T> Uni<T> backHere(Uni<T> answer) {
        return answer.emitOn(CallerContext.executor());
    }

    private static boolean isFinal(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidTopicException
                || failure instanceof SerializationException;
    }
}
