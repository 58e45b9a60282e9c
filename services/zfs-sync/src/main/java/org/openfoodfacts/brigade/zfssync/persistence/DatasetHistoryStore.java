package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPoint;
import org.openfoodfacts.brigade.zfssync.domain.Growth;

/** What datasets took over time, a day at a time. */
@ApplicationScoped
public class DatasetHistoryStore {
    /** The latest fact of a day is what is kept of it; what is older than two years goes, also of datasets that are gone. */
    private static final String TAKE = """
            with seen as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as d(
                name text, guid text, "usedBytes" bigint, "referencedBytes" bigint)),
            old as (
              delete from dataset_history
              where node = :node and day < cast(cast(:at as timestamptz) at time zone 'UTC' as date) - interval '2 years')
            insert into dataset_history (node, dataset, day, at, guid, used_bytes, referenced_bytes)
            select :node, name, cast(cast(:at as timestamptz) at time zone 'UTC' as date), :at, guid, "usedBytes", "referencedBytes" from seen
            on conflict (node, dataset, day) do update set at = excluded.at, guid = excluded.guid,
              used_bytes = excluded.used_bytes, referenced_bytes = excluded.referenced_bytes
            where dataset_history.at <= excluded.at""";

    private static final String OF_ONE = """
            select at, guid, used_bytes, referenced_bytes from dataset_history
            where node = :node and dataset = :dataset and at >= cast(:since as timestamptz) order by at""";

    /**
     * Of each dataset that is there its earlier point, under whatever name, and what its children account for. A fact tells of a whole pool, so the point of
     * each is looked for by that of the pool's root, and one whose earliest point is younger took nothing then; nor did one that lay below another dataset
     * take anything here.
     */
    private static final String GROWTH = """
            with now as (
              select d.name, regexp_replace(d.name, '/[^/]*$', '') as parent, d.guid, d.used_bytes, d.referenced_bytes, f.observed_at as at
              from dataset d join fact f on f.record_key = d.node || '/datasets' where d.node = :node and d.pool = :pool),
            moment as (
              select coalesce((
                select p.at from now n join dataset_history p on p.node = :node and p.guid = n.guid and p.dataset = :pool where n.name = :pool
                order by (p.at <= cast(:since as timestamptz)) desc,
                  case when p.at <= cast(:since as timestamptz) then -extract(epoch from p.at) else extract(epoch from p.at) end
                limit 1), cast(:since as timestamptz)) as at),
            known as (
              select n.name, n.parent, t.at as moment, h.dataset as was, h.at, h.guid, h.used_bytes, h.referenced_bytes
              from now n cross join moment t cross join lateral (
                select * from dataset_history p where p.node = :node and p.guid = n.guid and split_part(p.dataset, '/', 1) = :pool
                order by (p.at <= t.at) desc, case when p.at <= t.at then -extract(epoch from p.at) else extract(epoch from p.at) end,
                  (p.dataset = n.name) desc
                limit 1) h),
            placed as (
              select k.*, coalesce(k.at > k.moment or regexp_replace(k.was, '/[^/]*$', '') <> above.was, false) as is_new
              from known k left join known above on above.name = k.parent),
            past as (
              select name, case when is_new then moment else at end as at, guid,
                case when is_new then 0 else used_bytes end as used_bytes,
                case when is_new then 0 else referenced_bytes end as referenced_bytes
              from placed),
            grown as (select n.name, n.used_bytes - p.used_bytes as bytes from now n join past p on p.name = n.name),
            below as (
              select n.parent, sum(g.bytes) as bytes from grown g join now n on n.name = g.name where n.parent <> n.name group by 1)
            select n.name, p.at, p.guid, p.used_bytes, p.referenced_bytes, n.at, n.guid, n.used_bytes, n.referenced_bytes, g.bytes,
              g.bytes - coalesce(b.bytes, 0)
            from now n join past p on p.name = n.name join grown g on g.name = n.name left join below b on b.parent = n.name
            order by 11 desc, n.name limit :limit""";

    /** What a fact of {@code at} says; the same fact again changes nothing. */
    public Uni<Void> take(Session session, String node, List<Dataset> datasets, Instant at) {
        return session.createNativeQuery(TAKE)
                .setParameter("json", JsonText.write(datasets))
                .setParameter("node", node)
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Oldest first. */
    public Uni<List<DatasetPoint>> points(Session session, String node, String dataset, Instant since) {
        return session.createNativeQuery(OF_ONE, Object[].class)
                .setParameter("node", node)
                .setParameter("dataset", dataset)
                .setParameter("since", since)
                .getResultList()
                .map(rows -> rows.stream().map(row -> point(row, 0)).toList());
    }

    /** Of the datasets that are there, those that grew the most by themselves first. */
    public Uni<List<Growth>> growth(Session session, String node, String pool, Instant since, int limit) {
        return session.createNativeQuery(GROWTH, Object[].class)
                .setParameter("node", node)
                .setParameter("pool", pool)
                .setParameter("since", since)
                .setParameter("limit", limit)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Growth(
                                (String) row[0],
                                point(row, 1),
                                point(row, 5),
                                (Long) row[9],
                                ((Number) row[10]).longValue()))
                        .toList());
    }

    private static DatasetPoint point(Object[] row, int first) {
        return new DatasetPoint(
                Rows.instant(row[first]), (String) row[first + 1], (Long) row[first + 2], (Long) row[first + 3]);
    }
}
