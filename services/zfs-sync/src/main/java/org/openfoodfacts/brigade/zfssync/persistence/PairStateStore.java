package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;

/** How the pairs stood when they were last looked at; each write is one statement whatever their number. */
@ApplicationScoped
public class PairStateStore {
    private static final String LOCK = "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.pair'))";

    private static final String STORE = """
            insert into pair_state (source_node, source, node, target, state, since, common, last_success, declared)
            select key ->> 'sourceNode', key ->> 'source', key ->> 'node', key ->> 'target', state, since, common,
              "lastSuccess", declared
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
              key jsonb, state text, since timestamptz, common timestamptz, "lastSuccess" timestamptz, declared text)
            on conflict (node, target, source_node, source) do update set state = excluded.state, since = excluded.since,
              common = excluded.common, last_success = excluded.last_success, declared = excluded.declared""";

    /** One at a time decides about pairs until the transaction ends. */
    public Uni<Void> lock(Session session) {
        return session.createNativeQuery(LOCK, Integer.class).getSingleResult().replaceWithVoid();
    }

    public Uni<Map<Pair.Key, PairRecord>> all(Session session) {
        return session.createNativeQuery(
                        "select source_node, source, node, target, state, since, common, last_success, declared from pair_state",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(PairStateStore::seen).collect(toMap(PairRecord::key, seen -> seen)));
    }

    /** Those that ever had a snapshot in common. */
    public Uni<Set<Pair.Key>> onceCommon(Session session) {
        return session.createNativeQuery(
                        "select source_node, source, node, target from pair_state where common is not null",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(PairStateStore::key).collect(toSet()));
    }

    public Uni<Void> store(Session session, List<PairRecord> changed) {
        return Rows.write(session, STORE, changed);
    }

    public Uni<Void> remove(Session session, List<PairRecord> gone) {
        return Rows.forget(
                session, "pair_state", gone.stream().map(PairRecord::key).toList());
    }

    private static Pair.Key key(Object[] row) {
        return new Pair.Key((String) row[0], (String) row[1], (String) row[2], (String) row[3]);
    }

    private static PairRecord seen(Object[] row) {
        return new PairRecord(
                key(row),
                Pair.State.valueOf((String) row[4]),
                Rows.instant(row[5]),
                Rows.instant(row[6]),
                Rows.instant(row[7]),
                (String) row[8]);
    }
}
