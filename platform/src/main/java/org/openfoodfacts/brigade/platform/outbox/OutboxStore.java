package org.openfoodfacts.brigade.platform.outbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** The outbox table. A row that failed holds back its own topic and key until it is tried again, and nobody else. */
@ApplicationScoped
class OutboxStore {
    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtext(current_schema() || '.outbox'))";
    private static final String DUE = """
            select o.* from outbox o
            where o.put_aside is null and not exists (
                select 1 from outbox waiting
                where waiting.topic = o.topic and waiting.record_key = o.record_key
                    and waiting.retry_at > :now and waiting.retry_at <= :latest and waiting.put_aside is null)
            order by o.id limit :limit""";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Clock clock;

    OutboxStore(Clock clock) {
        this.clock = clock;
    }

    /** True for the one instance that may send until its transaction ends. */
    Uni<Boolean> lock(Mutiny.Session session) {
        return session.createNativeQuery(LOCK, Boolean.class).getSingleResult();
    }

    /**
     * The oldest rows that may be sent now, in the order they were written. Who waits for a time that is further away than any try waits
     * for was tried with a clock that has been put back since.
     */
    Uni<List<OutboxEntity>> due(Mutiny.Session session, int limit) {
        Instant now = clock.instant();
        return session.createNativeQuery(DUE, OutboxEntity.class)
                .setParameter("now", now)
                .setParameter("latest", now.plus(LONGEST_WAIT))
                .setParameter("limit", limit)
                .getResultList();
    }

    Uni<Void> delete(Mutiny.Session session, List<OutboxEntity> sent) {
        Long[] ids = sent.stream().map(OutboxEntity::id).toArray(Long[]::new);
        return ids.length == 0
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery("delete from outbox where id = any(:ids)")
                        .setParameter("ids", ids)
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** When a row that failed as often as this one is tried again: after 1 s, 2 s, 4 s, then every 10 s. */
    Instant nextTry(int attempts) {
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts, 4));
        return clock.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
