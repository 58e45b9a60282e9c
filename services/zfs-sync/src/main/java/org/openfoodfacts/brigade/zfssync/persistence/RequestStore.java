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
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest;

/** The snapshots asked for by hand. */
@ApplicationScoped
public class RequestStore {
    /** A snapshot that was told of and bears the name of another dataset now, which was renamed, is none more; nor is one that has ended since it was seen. */
    private static final String UNREPORTED = """
            select r.* from snapshot_request r
            where r.node = :node and r.name = any(:names) and r.state <> 'REQUESTED' and not exists (
              select 1 from expiring_snapshot e where e.request_id = r.id
                and (e.dataset = :dataset or e.guid = any(:guids) and (e.ended_at is null or e.ended_at > :observedAt)))
            for update""";

    /** Of one that failed its end has to be as long past: until then a fact may tell that it was taken. */
    private static final String FORGET = """
            with old as (
              select r.id from snapshot_request r
              where r.state <> 'REQUESTED' and r.expires_at < :before and not exists (
                select 1 from expiring_snapshot e where e.request_id = r.id and (e.ended_at is null or e.ended_at >= :before))
              for update),
            gone as (delete from expiring_snapshot where request_id in (select id from old))
            delete from snapshot_request where id in (select id from old)""";

    /** As {@code SnapshotState} has it, a request has ended that failed, or all of whose snapshots are gone. */
    private static final String LIST = """
            select r.* from snapshot_request r
            where (:anyNode or r.node = :node) and (:anyDataset or r.dataset = :dataset) and (:first or r.id < :before)
              and (:all or :ended = (r.state = 'FAILED' or (r.state = 'TAKEN' and not exists (
                select 1 from expiring_snapshot e where e.request_id = r.id and e.ended_at is null))))
            order by r.id desc limit :limit""";

    /**
     * Of one node or dataset when these are not null; older than {@code before}, the newest when that is null. {@code ended}: of which nothing is there
     * or to come any more, of which something may be, or all when it is null.
     */
    public record Filter(String node, String dataset, Boolean ended, UUID before) {}

    /** Has two calls with the same key wait for each other until the transaction ends. */
    public Uni<Void> lockKey(Session session, SnapshotRequest.Asked asked) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtext(:key))", Integer.class)
                .setParameter("key", asked.by() + "\n" + asked.key())
                .getSingleResult()
                .replaceWithVoid();
    }

    /** Null when the caller never used the key. */
    public Uni<SnapshotRequest> byKey(Session session, SnapshotRequest.Asked asked) {
        return one(session.createQuery(
                        "from RequestEntity where askedBy = :by and idempotencyKey = :key", RequestEntity.class)
                .setParameter("by", asked.by())
                .setParameter("key", asked.key())
                .getSingleResultOrNull());
    }

    public Uni<Void> add(Session session, SnapshotRequest request) {
        return session.persist(new RequestEntity(request));
    }

    /** Null when there is none of this id. */
    public Uni<SnapshotRequest> find(Session session, UUID id) {
        return one(session.find(RequestEntity.class, id));
    }

    public Uni<Map<UUID, SnapshotRequest>> byIds(Session session, List<UUID> ids) {
        return session.createQuery("from RequestEntity where id in :ids", RequestEntity.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(RequestEntity::toRequest)
                        .collect(Collectors.toMap(SnapshotRequest::id, r -> r)));
    }

    /** Null when there is none of this id; locked, so that one of two changes waits. */
    public Uni<SnapshotRequest> lock(Session session, UUID id) {
        return one(session.find(RequestEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The request whose take command this is, locked; null when the command is another's. */
    public Uni<SnapshotRequest> awaiting(Session session, UUID commandId) {
        return one(session.createQuery("from RequestEntity where commandId = :command", RequestEntity.class)
                .setParameter("command", commandId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull());
    }

    /** Requests whose snapshot of this dataset, seen on the node under one of these names, no report told of; {@code seen} are all of it by name. */
    public Uni<List<SnapshotRequest>> unreported(
            Session session, String node, String dataset, Map<String, Snapshot> seen, Instant observedAt) {
        return session.createNativeQuery(UNREPORTED, RequestEntity.class)
                .setParameter("node", node)
                .setParameter("dataset", dataset)
                .setParameter("observedAt", observedAt)
                .setParameter("names", seen.keySet().toArray(String[]::new))
                .setParameter(
                        "guids", seen.values().stream().map(Snapshot::guid).toArray(String[]::new))
                .getResultList()
                .map(rows -> rows.stream().map(RequestEntity::toRequest).toList());
    }

    public Uni<Void> advance(Session session, SnapshotRequest request) {
        return session.find(RequestEntity.class, request.id())
                .invoke(row -> row.advance(request))
                .replaceWithVoid();
    }

    /** Newest first; ids sort by the time they were made. */
    public Uni<List<SnapshotRequest>> list(Session session, Filter filter, int limit) {
        return session.createNativeQuery(LIST, RequestEntity.class)
                .setParameter("anyNode", filter.node() == null)
                .setParameter("node", filter.node() == null ? "" : filter.node())
                .setParameter("anyDataset", filter.dataset() == null)
                .setParameter("dataset", filter.dataset() == null ? "" : filter.dataset())
                .setParameter("all", filter.ended() == null)
                .setParameter("ended", Boolean.TRUE.equals(filter.ended()))
                .setParameter("first", filter.before() == null)
                .setParameter("before", filter.before() == null ? new UUID(0, 0) : filter.before())
                .setParameter("limit", limit)
                .getResultList()
                .map(rows -> rows.stream().map(RequestEntity::toRequest).toList());
    }

    /** Those of which nothing is left since then, with their snapshots. */
    public Uni<Integer> forget(Session session, Instant before) {
        return session.createNativeQuery(FORGET).setParameter("before", before).executeUpdate();
    }

    private static Uni<SnapshotRequest> one(Uni<RequestEntity> row) {
        return row.onItem().ifNotNull().transform(RequestEntity::toRequest);
    }
}
