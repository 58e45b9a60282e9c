package org.openfoodfacts.brigade.platform.outbox;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.platform.messaging.BusSender;

/**
 * Sends what lies in the outbox: woken after each commit and by a sweep, so that a crash between commit and send only delays. One
 * instance at a time per service (an advisory lock); within a topic and key one record is in flight at a time, so a failure cannot put
 * a later record before an earlier one. A row is deleted only after Kafka acknowledged it: at least once, never lost.
 */
@ApplicationScoped
public class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int BATCH = 500;
    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtext(current_schema() || '.outbox'))";

    private final Mutiny.SessionFactory sessions;
    private final BusSender bus;
    private final Vertx vertx;
    private final AtomicInteger wakeUps = new AtomicInteger();

    OutboxPublisher(Mutiny.SessionFactory sessions, BusSender bus, Vertx vertx) {
        this.sessions = sessions;
        this.bus = bus;
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
                .onItem()
                .transformToUni(sent ->
                        sent == BATCH ? publishUntilEmpty() : Uni.createFrom().voidItem());
    }

    private Uni<Integer> publishBatch() {
        return sessions.withTransaction((session, tx) -> session.createNativeQuery(LOCK, Boolean.class)
                .getSingleResult()
                .onItem()
                .transformToUni(locked ->
                        locked ? sendOldest(session) : Uni.createFrom().item(0)));
    }

    private Uni<Integer> sendOldest(Mutiny.Session session) {
        return session.createQuery("from OutboxEntity order by id", OutboxEntity.class)
                .setMaxResults(BATCH)
                .getResultList()
                .onItem()
                .transformToUni(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : send(rows)
                                .onItem()
                                .transformToUni(sent -> delete(session, sent))
                                .replaceWith(rows.size()));
    }

    /** The rows that Kafka acknowledged. */
    private Uni<List<OutboxEntity>> send(List<OutboxEntity> rows) {
        Collection<List<OutboxEntity>> byKey = rows.stream()
                .collect(Collectors.groupingBy(r -> List.of(r.topic(), r.key())))
                .values();
        return Multi.createFrom()
                .iterable(byKey)
                .onItem()
                .transformToMulti(this::sendInOrder)
                .merge(256)
                .collect()
                .asList();
    }

    private Multi<OutboxEntity> sendInOrder(List<OutboxEntity> sameKey) {
        return Multi.createFrom()
                .iterable(sameKey)
                .onItem()
                .transformToUniAndConcatenate(row -> bus.send(row.record()).replaceWith(row))
                .onFailure()
                .invoke(e -> LOG.warnf("Kafka did not take a record: %s", e.getMessage()))
                .onFailure()
                .recoverWithCompletion();
    }

    private static Uni<Integer> delete(Mutiny.Session session, List<OutboxEntity> sent) {
        List<Long> ids = sent.stream().map(OutboxEntity::id).toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(0)
                : session.createMutationQuery("delete from OutboxEntity where id in :ids")
                        .setParameter("ids", ids)
                        .executeUpdate();
    }
}
