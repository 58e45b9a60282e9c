package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.PoolPoint;
import org.openfoodfacts.brigade.zfssync.domain.PoolRecord;

/** How full pools were over time: of each hour, later of each day, the highest level, so that thinning changes no day's. */
@ApplicationScoped
public class PoolHistoryStore {
    /** A pool that says no size has no level. What is too old for its span goes, also of pools that are gone. */
    private static final String TAKE = """
            with seen as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                name text, guid text, "sizeBytes" bigint, "allocatedBytes" bigint) where "sizeBytes" > 0),
            old as (
              delete from pool_history where node = :node and (
                span = 'hour' and slot < cast(:at as timestamptz) - interval '14 days'
                or span = 'day' and slot < cast(:at as timestamptz) - interval '2 years'))
            insert into pool_history (node, pool, span, slot, at, guid, size_bytes, allocated_bytes)
            select :node, name, span, date_trunc(span, cast(:at as timestamptz), 'UTC'), :at, guid, "sizeBytes", "allocatedBytes"
            from seen cross join (values ('hour'), ('day')) as spans(span)
            on conflict (node, pool, span, slot) do update set at = excluded.at, guid = excluded.guid,
              size_bytes = excluded.size_bytes, allocated_bytes = excluded.allocated_bytes
            where pool_history.allocated_bytes < excluded.allocated_bytes""";

    private static final String DAYS = """
            select h.node, h.pool, h.at, h.guid, h.size_bytes, h.allocated_bytes
            from pool_history h join fact f on f.record_key = h.node || '/pools'
            where h.span = 'day' and h.slot >= f.observed_at - make_interval(secs => :seconds)""";

    /** The hours that are kept, before them whole days. */
    private static final String OF_ONE = """
            select node, pool, at, guid, size_bytes, allocated_bytes from pool_history
            where node = :node and pool = :pool and at >= cast(:since as timestamptz)
              and (span = 'hour' or slot + interval '1 day' <= (
                select min(slot) from pool_history where node = :node and pool = :pool and span = 'hour'))
            order by at""";

    private static final String OBSERVED = """
            select p.node, f.observed_at from (select distinct node from pool) p
            join fact f on f.record_key = p.node || '/pools'""";

    /** What a fact of {@code at} says; the same fact again changes nothing. */
    public Uni<Void> take(Session session, String node, List<Pool> pools, Instant at) {
        return session.createNativeQuery(TAKE)
                .setParameter("json", JsonText.write(pools))
                .setParameter("node", node)
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The highest level of each day of all pools, so far back from the newest fact of each node: one that is silent keeps its days. */
    public Uni<Map<PoolRecord.Key, List<PoolPoint>>> days(Session session, Duration memory) {
        return session.createNativeQuery(DAYS, Object[].class)
                .setParameter("seconds", (double) memory.toSeconds())
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(groupingBy(PoolHistoryStore::key, mapping(PoolHistoryStore::point, toList()))));
    }

    /** Oldest first. */
    public Uni<List<PoolPoint>> points(Session session, String node, String pool, Instant since) {
        return session.createNativeQuery(OF_ONE, Object[].class)
                .setParameter("node", node)
                .setParameter("pool", pool)
                .setParameter("since", since)
                .getResultList()
                .map(rows -> rows.stream().map(PoolHistoryStore::point).toList());
    }

    /** When the newest fact of each node's pools was made. */
    public Uni<Map<String, Instant>> observedAt(Session session) {
        return session.createNativeQuery(OBSERVED, Object[].class)
                .getResultList()
                .map(rows -> rows.stream().collect(toMap(row -> (String) row[0], row -> Rows.instant(row[1]))));
    }

    private static PoolRecord.Key key(Object[] row) {
        return new PoolRecord.Key((String) row[0], (String) row[1]);
    }

    private static PoolPoint point(Object[] row) {
        return new PoolPoint(Rows.instant(row[2]), (String) row[3], (Long) row[4], (Long) row[5]);
    }
}
