package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;

/** Plans that were approved, under way and ended. */
@ApplicationScoped
public class RepairStore {
    private static final String LATEST = """
            select r.* from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p("sourceNode" text, source text, node text, target text)
            cross join lateral (
              select l.* from repair l where l.node = p.node and l.target = p.target and l.source_node = p."sourceNode"
                and l.source = p.source order by l.made desc limit 1) r""";

    private static final String PAGE = """
            from RepairEntity where (:anyNode = true or node = :node or sourceNode = :node)
              and (:first = true or id < :before) order by id desc""";

    /** The copies that are being repaired. */
    public Uni<Set<End>> underRepair(Session session) {
        return session.createQuery("from RepairEntity where endedAt is null", RepairEntity.class)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> End.target(row.toRepair().pair()))
                        .collect(toSet()));
    }

    /** Of each pair the newest; one that never had any is left out. */
    public Uni<Map<Pair.Key, Repair>> latest(Session session, List<Pair.Key> pairs) {
        return pairs.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createNativeQuery(LATEST, RepairEntity.class)
                        .setParameter("json", JsonText.write(pairs))
                        .getResultList()
                        .map(rows -> rows.stream().map(RepairEntity::toRepair).collect(toMap(Repair::pair, r -> r)));
    }

    /** Fails when the copy is being repaired already: the database allows one. */
    public Uni<Void> add(Session session, Repair repair) {
        return session.persist(new RepairEntity(repair)).chain(session::flush);
    }

    /** The repair whose command this is, locked; null when the command is another's. */
    public Uni<Repair> awaiting(Session session, UUID commandId) {
        return one(session.createQuery("from RepairEntity where commandId = :command", RepairEntity.class)
                .setParameter("command", commandId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull());
    }

    public Uni<Void> advance(Session session, Repair repair) {
        return session.find(RepairEntity.class, repair.id())
                .invoke(row -> row.advance(repair))
                .replaceWithVoid();
    }

    public Uni<Repair> find(Session session, UUID id) {
        return one(session.find(RepairEntity.class, id));
    }

    /** Newest first, of one node (as source or copy) when it is not null, older than {@code before} when that is not null. */
    public Uni<List<Repair>> list(Session session, String node, UUID before, int limit) {
        return session.createQuery(PAGE, RepairEntity.class)
                .setParameter("anyNode", node == null)
                .setParameter("node", node == null ? "" : node)
                .setParameter("first", before == null)
                .setParameter("before", before == null ? new UUID(0, 0) : before)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(RepairEntity::toRepair).toList());
    }

    public Uni<Integer> forget(Session session, Instant before) {
        return session.createNativeQuery("delete from repair where ended_at < :before")
                .setParameter("before", before)
                .executeUpdate();
    }

    private static Uni<Repair> one(Uni<RepairEntity> row) {
        return row.onItem().ifNotNull().transform(RepairEntity::toRepair);
    }
}
