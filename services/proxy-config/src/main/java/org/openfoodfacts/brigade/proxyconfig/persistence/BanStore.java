package org.openfoodfacts.brigade.proxyconfig.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.outbox.Generation;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.BanSet;
import org.openfoodfacts.brigade.proxyconfig.domain.NeverBan;
import org.openfoodfacts.brigade.proxyconfig.domain.NeverBan.Protection;

/** Bans, and the networks nobody may ban. */
@ApplicationScoped
public class BanStore {
    private static final String COLUMNS =
            "b.id, b.network, b.reason, b.added_by, b.added_at, b.until, b.generation, b.ended_at, b.ended_how,"
                    + " b.ended_by";

    /** {@code active} null for all; {@code address} null or an address whose bans are wanted; {@code before} null for the newest. */
    public record Filter(Boolean active, String address, UUID before) {}

    /** The next generation. Until the transaction ends nobody else changes the bans. */
    public Uni<Long> lock(Session session, Instant now) {
        return session.createNativeQuery("select generation from ban_list for update", Long.class)
                .getSingleResult()
                .map(last -> Generation.after(last, now))
                .call(next -> session.createNativeQuery("update ban_list set generation = :next")
                        .setParameter("next", next)
                        .executeUpdate());
    }

    /** All bans that have not ended, those that are due to among them. */
    public Uni<BanSet> open(Session session) {
        return session.createQuery("from BanEntity where endedAt is null", BanEntity.class)
                .getResultList()
                .map(rows -> new BanSet(rows.stream().map(BanEntity::toBan).toList()));
    }

    public Uni<Boolean> isAnyDue(Session session, Instant now) {
        return session.createNativeQuery(
                        "select exists (select 1 from ban where ended_at is null and until <= :now)", Boolean.class)
                .setParameter("now", now)
                .getSingleResult();
    }

    public Uni<Void> add(Session session, Ban ban) {
        return session.persist(new BanEntity(ban)).chain(session::flush);
    }

    public Uni<Void> end(Session session, Ban ban) {
        return session.find(BanEntity.class, ban.id())
                .invoke(row -> row.end(ban.end()))
                .chain(session::flush);
    }

    /** Null when there never was one of this id. */
    public Uni<Ban> find(Session session, UUID id) {
        return session.find(BanEntity.class, id).onItem().ifNotNull().transform(BanEntity::toBan);
    }

    /** Newest first; ids sort by the time they were made. */
    public Uni<List<Ban>> list(Session session, Filter filter, int limit) {
        StringBuilder where = new StringBuilder("true");
        if (filter.active() != null) {
            where.append(filter.active() ? " and b.ended_at is null" : " and b.ended_at is not null");
        }
        if (filter.address() != null) {
            where.append(" and b.range >>= cast(cast(:address as text) as inet)");
        }
        if (filter.before() != null) {
            where.append(" and b.id < :before");
        }
        var query = session.createNativeQuery(
                "select " + COLUMNS + " from ban b where " + where + " order by b.id desc limit :limit",
                BanEntity.class);
        query.setParameter("limit", limit);
        if (filter.address() != null) {
            query.setParameter("address", filter.address());
        }
        if (filter.before() != null) {
            query.setParameter("before", filter.before());
        }
        return query.getResultList()
                .map(rows -> rows.stream().map(BanEntity::toBan).toList());
    }

    public Uni<NeverBan> neverBan(Session session) {
        return session.createNativeQuery("select network, reason from never_ban order by reason", Object[].class)
                .getResultList()
                .map(rows -> new NeverBan(rows.stream()
                        .map(row -> new Protection(BanEntity.stored((String) row[0]), (String) row[1]))
                        .toList()));
    }

    public Uni<Void> replaceNeverBan(Session session, NeverBan neverBan) {
        return session.createNativeQuery("delete from never_ban")
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "insert into never_ban (network, reason)"
                                        + " select distinct network, reason"
                                        + " from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as n(network text, reason text)")
                        .setParameter(
                                "json",
                                Rows.json(
                                        neverBan.protections(),
                                        p -> List.of("network", p.network().toString(), "reason", p.reason())))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
