package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Health;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Sign;
import org.openfoodfacts.brigade.zfssync.domain.DiskRecord;

/** The disks of all nodes. */
@ApplicationScoped
public class DiskStore {
    private static final String COLUMNS = "select node, told, health, signs, since from disk ";

    private static final String REPLACE = """
            with present as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                id text, disk text, health jsonb, since timestamptz)),
            gone as (delete from disk where node = :node and id not in (select id from present))
            insert into disk (node, id, told, health, signs, since)
            select :node, id, disk, health ->> 'health', health ->> 'signs', since from present
            on conflict (node, id) do update set told = excluded.told, health = excluded.health, signs = excluded.signs,
              since = excluded.since""";

    /** What is asked for; {@code node} and {@code health} null for all, {@code after} a cursor. */
    public record Filter(String node, Health health, String after) {}

    private record Row(String id, Disk disk, DiskHealth health, Instant since) {}

    public Uni<List<DiskRecord>> ofNode(Session session, String node) {
        return session.createNativeQuery(COLUMNS + "where node = :node", Object[].class)
                .setParameter("node", node)
                .getResultList()
                .map(DiskStore::records);
    }

    public Uni<List<DiskRecord>> all(Session session) {
        return session.createNativeQuery(COLUMNS, Object[].class)
                .getResultList()
                .map(DiskStore::records);
    }

    /** By node and id. */
    public Uni<List<DiskRecord>> page(Session session, Filter filter, int most) {
        return session.createNativeQuery(COLUMNS + """
                                where (cast(:node as text) is null or node = :node)
                                  and (cast(:health as text) is null or health = :health)
                                  and node || '/' || id > :after
                                order by node || '/' || id""", Object[].class)
                .setParameter("node", filter.node())
                .setParameter(
                        "health",
                        filter.health() == null ? null : filter.health().name())
                .setParameter("after", filter.after())
                .setMaxResults(most)
                .getResultList()
                .map(DiskStore::records);
    }

    public Uni<Void> replace(Session session, String node, List<DiskRecord> present) {
        List<Row> rows = present.stream()
                .map(one -> new Row(one.id(), one.disk(), one.health(), one.since()))
                .toList();
        return session.createNativeQuery(REPLACE)
                .setParameter("json", JsonText.write(rows))
                .setParameter("node", node)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static List<DiskRecord> records(List<Object[]> rows) {
        return rows.stream()
                .map(row -> new DiskRecord(
                        (String) row[0],
                        JsonText.read((String) row[1], Disk.class),
                        new DiskHealth(
                                Health.valueOf((String) row[2]), List.of(JsonText.read((String) row[3], Sign[].class))),
                        Rows.instant(row[4])))
                .toList();
    }
}
