package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;

/** Refreshes of staging clones, under way and ended. */
@ApplicationScoped
public class RefreshStore {
    private static final String LATEST = """
            select distinct on (name) * from refresh order by name, asked_at desc""";

    private static final String PAGE = """
            from RefreshEntity where (:anyName = true or name = :name) and (:first = true or id < :before) order by id desc""";

    /** The newest of each set, by its name. */
    public Uni<Map<String, Refresh>> latest(Session session) {
        return session.createNativeQuery(LATEST, RefreshEntity.class)
                .getResultList()
                .map(rows -> rows.stream().collect(toMap(RefreshEntity::name, RefreshEntity::toRefresh)));
    }

    /** The one of the set that is under way, or null. */
    public Uni<Refresh> underWay(Session session, String name) {
        return one(session.createQuery("from RefreshEntity where name = :name and endedAt is null", RefreshEntity.class)
                .setParameter("name", name)
                .getSingleResultOrNull());
    }

    /** Fails when one of the set is under way already: the database allows one. */
    public Uni<Void> add(Session session, Refresh refresh) {
        return session.persist(new RefreshEntity(refresh)).chain(session::flush);
    }

    /** The refresh whose command this is, locked; null when the command is another's. */
    public Uni<Refresh> awaiting(Session session, UUID commandId) {
        return one(session.createQuery("from RefreshEntity where commandId = :command", RefreshEntity.class)
                .setParameter("command", commandId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull());
    }

    public Uni<Void> advance(Session session, Refresh refresh) {
        return session.find(RefreshEntity.class, refresh.id())
                .invoke(row -> row.advance(refresh))
                .replaceWithVoid();
    }

    public Uni<Refresh> find(Session session, UUID id) {
        return one(session.find(RefreshEntity.class, id));
    }

    /** Newest first, of one set when the name is not null, older than {@code before} when that is not null. */
    public Uni<List<Refresh>> list(Session session, String name, UUID before, int limit) {
        return session.createQuery(PAGE, RefreshEntity.class)
                .setParameter("anyName", name == null)
                .setParameter("name", name == null ? "" : name)
                .setParameter("first", before == null)
                .setParameter("before", before == null ? new UUID(0, 0) : before)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(RefreshEntity::toRefresh).toList());
    }

    public Uni<Integer> forget(Session session, Instant before) {
        return session.createNativeQuery("delete from refresh where ended_at < :before")
                .setParameter("before", before)
                .executeUpdate();
    }

    private static Uni<Refresh> one(Uni<RefreshEntity> row) {
        return row.onItem().ifNotNull().transform(RefreshEntity::toRefresh);
    }
}
