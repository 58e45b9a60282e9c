package org.openfoodfacts.brigade.platform.inbox;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.wire.Envelope;

/**
 * Which messages this service has processed, by CloudEvents source and id. The note is written in the transaction of the effect, so a
 * message takes effect once however often Kafka delivers it.
 */
@ApplicationScoped
public class Inbox {
    private static final Duration KEPT = Duration.ofDays(40); // longer than any topic keeps its records (30 days)

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    Inbox(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** True when the message is new; it is then noted as processed if the session's transaction commits. */
    public Uni<Boolean> isNew(Mutiny.Session session, Envelope envelope) {
        return session.createNativeQuery(
                        "insert into inbox (source, message_id, received_at) values (:source, :id, :at) on conflict do nothing")
                .setParameter("source", envelope.source())
                .setParameter("id", envelope.id())
                .setParameter("at", clock.instant())
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    @Scheduled(every = "6h", delayed = "1m")
    Uni<Void> forgetOld() {
        return sessions.withTransaction(
                (session, tx) -> session.createNativeQuery("delete from inbox where received_at < :before")
                        .setParameter("before", clock.instant().minus(KEPT))
                        .executeUpdate()
                        .replaceWithVoid());
    }
}
