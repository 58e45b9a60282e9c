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
            insert into pair_finding (source_node, source, node, target, kind, words, since, open_kind, open_words)
            select key ->> 'sourceNode', key ->> 'source', key ->> 'node', key ->> 'target', finding ->> 'kind', finding ->> 'words',
              since, open ->> 'kind', open ->> 'words'
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as f(key jsonb, finding jsonb, since timestamptz, open jsonb)
            on conflict (node, target, source_node, source) do update set kind = excluded.kind, words = excluded.words,
              since = excluded.since, open_kind = excluded.open_kind, open_words = excluded.open_words""";

    public Uni<Map<Pair.Key, FindingRecord>> all(Session session) {
        return session.createNativeQuery(
                        "select source_node, source, node, target, kind, words, since, open_kind, open_words from pair_finding",
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
                finding(row[4], row[5]),
                Rows.instant(row[6]),
                row[7] == null ? null : finding(row[7], row[8]));
    }

    private static Finding finding(Object kind, Object words) {
        return new Finding(Finding.Kind.valueOf((String) kind), (String) words);
    }
}
