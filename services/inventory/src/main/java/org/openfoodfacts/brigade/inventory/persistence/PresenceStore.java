package org.openfoodfacts.brigade.inventory.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.inventory.domain.Presence;

/** Who is there and who is not. */
@ApplicationScoped
public class PresenceStore {
    private static final int BATCH = 200;

    /** Locked until the transaction ends; null when the node was never seen. */
    public Uni<Presence> lock(Session session, String node) {
        return session.find(PresenceEntity.class, node, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNotNull()
                .transform(PresenceEntity::toPresence);
    }

    public Uni<Void> save(Session session, Presence presence) {
        return session.merge(new PresenceEntity(presence)).chain(session::flush);
    }

    /** Nodes that may be lost, locked; those that another instance looks at are left to it. */
    public Uni<List<Presence>> lockSilent(Session session, Instant now, Instant listeningSince) {
        return session.createNativeQuery(
                        "select * from presence where state = 'ONLINE' and lost_after <= :now"
                                + " and interval_ms * 3 <= :listening order by node limit " + BATCH
                                + " for update skip locked",
                        PresenceEntity.class)
                .setParameter("now", now)
                .setParameter("listening", listeningSince.until(now, ChronoUnit.MILLIS))
                .getResultList()
                .map(rows -> rows.stream().map(PresenceEntity::toPresence).toList());
    }
}
