package org.openfoodfacts.brigade.proxyconfig.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;

/** Which ban is enforced on which proxy since when. A ban that a wider one covers is enforced with it. */
@ApplicationScoped
public class EnforcementStore {
    private static final String APPLIED = """
            with added as (
              insert into enforcement (ban_id, node, since)
              select id, :node, :at from ban where ended_at is null and generation <= :generation
              on conflict do nothing returning ban_id)
            select b.id, b.network, b.reason, b.added_by, b.added_at, b.until, b.generation, b.ended_at, b.ended_how,
              b.ended_by from ban b join added on added.ban_id = b.id""";

    private static final String PRESENT = """
            with present as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(id uuid, since timestamptz))
            """;

    private static final String SEEN = PRESENT + """
            , added as (
              insert into enforcement (ban_id, node, since) select id, :node, since from present
              on conflict do nothing returning ban_id)
            select b.id, b.network, b.reason, b.added_by, b.added_at, b.until, b.generation, b.ended_at, b.ended_how,
              b.ended_by from ban b join added on added.ban_id = b.id""";

    private static final String BACK = PRESENT + """
            update enforcement e set since = :at, missing_since = null from present p
            where e.ban_id = p.id and e.node = :node and e.missing_since is not null""";

    private static final String MISSING = PRESENT + """
            update enforcement e set since = null, missing_since = :at from ban b
            where e.node = :node and e.since is not null and b.id = e.ban_id and b.ended_at is null
              and b.generation <= :generation and b.id not in (select id from present)""";

    /** {@code since} null while a ban that was enforced is not, which is then so since {@code missingSince}. */
    public record OnProxy(String node, Instant since, Instant missingSince) {}

    /** The proxy made this generation true; the bans for which that is news. */
    public Uni<List<Ban>> applied(Session session, String node, long generation, Instant at) {
        return session.createNativeQuery(APPLIED, BanEntity.class)
                .setParameter("node", node)
                .setParameter("at", at)
                .setParameter("generation", generation)
                .getResultList()
                .map(EnforcementStore::bans);
    }

    /**
     * The proxy enforces these bans, as of its order of this generation; those that are enforced there for the first time.
     *
     * @param enforced since when, by the ban's id
     */
    public Uni<List<Ban>> seen(Session session, String node, Map<UUID, Instant> enforced, long generation, Instant at) {
        String json = Rows.json(
                List.copyOf(enforced.entrySet()),
                e -> List.of("id", e.getKey().toString(), "since", e.getValue().toString()));
        return session.createNativeQuery(SEEN, BanEntity.class)
                .setParameter("json", json)
                .setParameter("node", node)
                .getResultList()
                .map(EnforcementStore::bans)
                .call(() -> session.createNativeQuery(BACK)
                        .setParameter("json", json)
                        .setParameter("node", node)
                        .setParameter("at", at)
                        .executeUpdate())
                .call(() -> session.createNativeQuery(MISSING)
                        .setParameter("json", json)
                        .setParameter("node", node)
                        .setParameter("at", at)
                        .setParameter("generation", generation)
                        .executeUpdate());
    }

    /** Per ban: the proxies it is or was enforced on. */
    public Uni<Map<UUID, List<OnProxy>>> of(Session session, List<UUID> banIds) {
        return banIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createQuery("from EnforcementEntity where key.banId in :ids", EnforcementEntity.class)
                        .setParameter("ids", banIds)
                        .getResultList()
                        .map(rows -> rows.stream()
                                .collect(Collectors.groupingBy(
                                        EnforcementEntity::banId,
                                        Collectors.mapping(
                                                e -> new OnProxy(e.node(), e.since(), e.missingSince()),
                                                Collectors.toList()))));
    }

    private static List<Ban> bans(List<BanEntity> rows) {
        return rows.stream().map(BanEntity::toBan).toList();
    }
}
