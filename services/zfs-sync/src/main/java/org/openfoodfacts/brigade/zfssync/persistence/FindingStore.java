package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.Finding;
import org.openfoodfacts.brigade.zfssync.domain.FindingRecord;
import org.openfoodfacts.brigade.zfssync.domain.Pair;

/** What keeps copies back; each write is one statement whatever their number. */
@ApplicationScoped
public class FindingStore {
    private static final String STORE = """
            insert into pair_finding (source_node, source, node, target, kind, words, since, told)
            select key ->> 'sourceNode', key ->> 'source', key ->> 'node', key ->> 'target', finding ->> 'kind', finding ->> 'words',
              since, told
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as f(key jsonb, finding jsonb, since timestamptz, told boolean)
            on conflict (node, target, source_node, source) do update set kind = excluded.kind, words = excluded.words,
              since = excluded.since, told = excluded.told""";

    public Uni<Map<Pair.Key, FindingRecord>> all(Session session) {
        return session.createNativeQuery(
                        "select source_node, source, node, target, kind, words, since, told from pair_finding",
                        Object[].class)
                .getResultList()
                .map(rows ->
                        rows.stream().map(FindingStore::record).collect(toMap(FindingRecord::key, found -> found)));
    }

    public Uni<Void> store(Session session, List<FindingRecord> changed) {
        return Rows.write(session, STORE, changed);
    }

    public Uni<Void> remove(Session session, List<Pair.Key> gone) {
        return Rows.forget(session, "pair_finding", gone);
    }

    private static FindingRecord record(Object[] row) {
        return new FindingRecord(
                new Pair.Key((String) row[0], (String) row[1], (String) row[2], (String) row[3]),
                new Finding(Finding.Kind.valueOf((String) row[4]), (String) row[5]),
                Rows.instant(row[6]),
                (Boolean) row[7]);
    }
}
