package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot;

/** The taken snapshots on their way out. */
@ApplicationScoped
public class ExpiringStore {
    private static final String DUE = """
            select e.* from expiring_snapshot e
            where e.state in ('WAITING', 'KEPT') and greatest(e.expires_at, e.not_before) <= :now
            order by greatest(e.expires_at, e.not_before) limit :limit for update skip locked""";

    public Uni<Void> addAll(Session session, List<ExpiringSnapshot> snapshots) {
        return session.persistAll(snapshots.stream().map(ExpiringEntity::new).toArray())
                .chain(session::flush);
    }

    /** Those whose time has come, locked; several instances share them out. */
    public Uni<List<ExpiringSnapshot>> due(Session session, Instant now, int limit) {
        return session.createNativeQuery(DUE, ExpiringEntity.class)
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultList()
                .map(rows -> rows.stream().map(ExpiringEntity::toSnapshot).toList());
    }

    /** Locked; null when it is none of Brigade's. */
    public Uni<ExpiringSnapshot> lock(Session session, String node, String dataset, String name) {
        return session.createQuery(
                        "from ExpiringEntity where node = :node and key.dataset = :dataset and name = :name",
                        ExpiringEntity.class)
                .setParameter("node", node)
                .setParameter("dataset", dataset)
                .setParameter("name", name)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(ExpiringEntity::toSnapshot);
    }

    public Uni<Void> advance(Session session, ExpiringSnapshot snapshot) {
        var key = new ExpiringEntity.Key(snapshot.requestId(), snapshot.ref().dataset());
        return session.find(ExpiringEntity.class, key)
                .invoke(row -> row.advance(snapshot))
                .replaceWithVoid();
    }

    /** Brings the end of all snapshots of a request forward. */
    public Uni<Integer> expireAt(Session session, UUID requestId, Instant end) {
        return session.createMutationQuery("update ExpiringEntity set expiresAt = :end, notBefore = :end"
                        + " where key.requestId = :id and endedAt is null and expiresAt > :end")
                .setParameter("end", end)
                .setParameter("id", requestId)
                .executeUpdate();
    }

    public Uni<Map<UUID, List<ExpiringSnapshot>>> of(Session session, List<UUID> requestIds) {
        return requestIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createQuery(
                                "from ExpiringEntity where key.requestId in :ids order by key.dataset",
                                ExpiringEntity.class)
                        .setParameter("ids", requestIds)
                        .getResultList()
                        .map(rows -> rows.stream()
                                .map(ExpiringEntity::toSnapshot)
                                .collect(Collectors.groupingBy(ExpiringSnapshot::requestId)));
    }
}
