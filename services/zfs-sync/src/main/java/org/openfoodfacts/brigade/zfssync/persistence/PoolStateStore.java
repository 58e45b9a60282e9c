package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast.FillsAt;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast.Outlook;
import org.openfoodfacts.brigade.zfssync.domain.PoolHealth;
import org.openfoodfacts.brigade.zfssync.domain.PoolRecord;

/** How the pools stood when they were last looked at; each write is one statement whatever their number. */
@ApplicationScoped
public class PoolStateStore {
    private static final String LOCK = "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.pool'))";

    private static final String STORE = """
            insert into pool_state (node, pool, space, since, health, devices, damaged, health_since, outlook, fills_early, fills_likely,
              fills_late, unscrubbed)
            select key ->> 'node', key ->> 'pool', space, since, health ->> 'state', health ->> 'devices',
              cast(health ->> 'damaged' as boolean), "healthSince", forecast ->> 'outlook',
              cast(forecast -> 'fillsAt' ->> 'early' as timestamptz), cast(forecast -> 'fillsAt' ->> 'likely' as timestamptz),
              cast(forecast -> 'fillsAt' ->> 'late' as timestamptz), cast(health ->> 'unscrubbed' as boolean)
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
              key jsonb, space text, since timestamptz, health jsonb, "healthSince" timestamptz, forecast jsonb)
            on conflict (node, pool) do update set space = excluded.space, since = excluded.since, health = excluded.health,
              devices = excluded.devices, damaged = excluded.damaged, health_since = excluded.health_since,
              outlook = excluded.outlook, fills_early = excluded.fills_early, fills_likely = excluded.fills_likely,
              fills_late = excluded.fills_late, unscrubbed = excluded.unscrubbed""";

    private static final String REMOVE = """
            delete from pool_state where (node, pool) in (
              select node, pool from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(node text, pool text))""";

    /** One at a time decides about pools until the transaction ends. */
    public Uni<Void> lock(Session session) {
        return session.createNativeQuery(LOCK, Integer.class).getSingleResult().replaceWithVoid();
    }

    public Uni<Map<PoolRecord.Key, PoolRecord>> all(Session session) {
        return session.createNativeQuery(
                        "select node, pool, space, since, health, devices, damaged, health_since, outlook, fills_early,"
                                + " fills_likely, fills_late, unscrubbed from pool_state",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(PoolStateStore::seen).collect(toMap(PoolRecord::key, seen -> seen)));
    }

    public Uni<Void> store(Session session, List<PoolRecord> changed) {
        return Rows.write(session, STORE, changed);
    }

    public Uni<Void> remove(Session session, List<PoolRecord> gone) {
        return Rows.write(session, REMOVE, gone.stream().map(PoolRecord::key).toList());
    }

    private static PoolRecord seen(Object[] row) {
        List<String> devices = List.of(JsonText.read((String) row[5], String[].class));
        Outlook outlook = Outlook.valueOf((String) row[8]);
        FillsAt fillsAt = outlook == Outlook.FILLS
                ? new FillsAt(Rows.instant(row[9]), Rows.instant(row[10]), Rows.instant(row[11]))
                : null;
        return new PoolRecord(
                new PoolRecord.Key((String) row[0], (String) row[1]),
                PoolRecord.Space.valueOf((String) row[2]),
                Rows.instant(row[3]),
                new PoolHealth((String) row[4], devices, (Boolean) row[6], (Boolean) row[12]),
                Rows.instant(row[7]),
                new PoolForecast(outlook, fillsAt));
    }
}
