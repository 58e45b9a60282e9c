package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.PoolRecord;

/** What zpool status says of the pools. */
@ApplicationScoped
public class PoolStatusStore {
    /** When the last scrub ended stays known until another ends, as long as it is the same pool. */
    private static final String REPLACE = """
            with seen as (
              select p.*, (select guid from pool where pool.node = :node and pool.name = p.name) as guid
              from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                name text, state text, "scrubbedAt" timestamptz, "dataErrors" bigint, devices text)),
            gone as (delete from pool_status where node = :node and name not in (select name from seen))
            insert into pool_status (node, name, state, scrubbed_at, data_errors, devices, pool_guid)
            select :node, name, state, "scrubbedAt", "dataErrors", coalesce(devices, '[]'), guid from seen
            on conflict (node, name) do update set state = excluded.state,
              scrubbed_at = coalesce(excluded.scrubbed_at, case
                when pool_status.pool_guid <> excluded.pool_guid then null else pool_status.scrubbed_at end),
              pool_guid = coalesce(excluded.pool_guid, pool_status.pool_guid),
              data_errors = excluded.data_errors, devices = excluded.devices""";

    public Uni<Void> replace(Session session, String node, List<PoolStatus> pools) {
        return session.createNativeQuery(REPLACE)
                .setParameter("json", JsonText.write(pools))
                .setParameter("node", node)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Map<PoolRecord.Key, PoolStatus>> all(Session session) {
        return session.createNativeQuery(
                        "select node, name, state, scrubbed_at, data_errors, devices from pool_status", Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(toMap(
                                row -> new PoolRecord.Key((String) row[0], (String) row[1]), PoolStatusStore::status)));
    }

    private static PoolStatus status(Object[] row) {
        return new PoolStatus(
                (String) row[1],
                (String) row[2],
                Rows.instant(row[3]),
                (Long) row[4],
                List.of(JsonText.read((String) row[5], Device[].class)));
    }
}
