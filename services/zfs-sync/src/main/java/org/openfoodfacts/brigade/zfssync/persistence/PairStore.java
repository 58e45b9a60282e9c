package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.CopyTerms;
import org.openfoodfacts.brigade.zfssync.domain.DatasetName;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPull;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Pair.Behind;
import org.openfoodfacts.brigade.zfssync.domain.Pair.Common;
import org.openfoodfacts.brigade.zfssync.domain.Pair.Side;
import org.openfoodfacts.brigade.zfssync.domain.Transport;

/**
 * Every declared pull as the pairs it means today, with what both sides have, in one statement whatever their number. A pair below the source of a
 * recursive line is known from when its source was shown, and stays while its copy is there: who does not show the source may have lost it. It stays,
 * too, while the pool of either end is away: nobody knows what is in it.
 */
@ApplicationScoped
public class PairStore {
    private static final String PAIRS = """
            with brought as (
              select p.*, coalesce(d.name, p.source_dataset) as source, d.name is not null as source_exists,
                p.target_dataset || substr(coalesce(d.name, p.source_dataset), length(p.source_dataset) + 1) as target
              from pull p left join dataset d on d.node = p.source_node
                and (d.name = p.source_dataset and p.brings_parent
                  or p.recursive and starts_with(d.name, p.source_dataset || '/'))
              union all
              select p.*, k.source, false, k.target
              from pull p join pair_state k on k.node = p.node and k.source_node = p.source_node
                and p.recursive and starts_with(k.source, p.source_dataset || '/')
                and k.target = p.target_dataset || substr(k.source, length(p.source_dataset) + 1)
              where not exists (select 1 from dataset d where d.node = k.source_node and d.name = k.source)
                and (exists (select 1 from dataset c where c.node = k.node and c.name = k.target)
                  or not exists (select 1 from dataset c where c.node = k.node and c.name = split_part(k.target, '/', 1))
                  or not exists (select 1 from dataset s where s.node = k.source_node and s.name = split_part(k.source, '/', 1))))
            select b.node, b.file, b.line, b.source_node, b.source, b.source_exists, sl.newest_at as source_newest,
              b.target, t.name is not null as target_exists, tl.newest_at as target_newest,
              c.name, c.guid, c.creation,
              ahead.snapshots, ahead.bytes, coalesce(t.written_bytes, 0) > 0 as target_written,
              b.excluded, case when sl.listed then sl.observed_at end as source_observed,
              case when tl.listed then tl.observed_at end as target_observed, b.transport, b.pulled, b.copies
            from brought b
            left join dataset t on t.node = b.node and t.name = b.target
            left join snapshot_list sl on sl.node = b.source_node and sl.dataset = b.source
            left join snapshot_list tl on tl.node = b.node and tl.dataset = b.target
            left join lateral (
              select s.name, s.guid, s.creation, s.create_txg from snapshot s
              join snapshot r on r.node = b.node and r.dataset = b.target and r.guid = s.guid
              where s.node = b.source_node and s.dataset = b.source
              order by s.create_txg desc limit 1) c on true
            left join lateral (
              select cast(count(*) as integer) as snapshots,
                case when count(*) = count(s.written_bytes) then cast(coalesce(sum(s.written_bytes), 0) as bigint) end as bytes
              from snapshot s where s.node = b.source_node and s.dataset = b.source and s.create_txg > coalesce(c.create_txg, -1)) ahead on true""";

    private final FactStore facts;

    PairStore(FactStore facts) {
        this.facts = facts;
    }

    /** A pair and the line that declares it, read in one statement: how it is brought, and whether Brigade does so without being asked. */
    public record Declared(Pair pair, Transport transport, boolean pulled) {}

    /** In no order. */
    public Uni<List<Pair>> pairs(Session session) {
        return declared(session).map(all -> all.stream().map(Declared::pair).toList());
    }

    /** In no order. */
    public Uni<List<Declared>> declared(Session session) {
        return session.createNativeQuery(PAIRS, Object[].class).getResultList().map(rows -> {
            Map<String, Predicate<String>> excluding = new HashMap<>();
            Map<String, Transport> transports = new HashMap<>();
            Map<String, List<String>> pulled = new HashMap<>();
            Map<String, List<DeclaredCopy>> copies = new HashMap<>();
            return rows.stream()
                    .filter(row -> !excluding
                            .computeIfAbsent((String) row[16], PairStore::excluding)
                            .test((String) row[4]))
                    .map(row -> {
                        CopyTerms terms = CopyTerms.of(
                                copies.computeIfAbsent(
                                        (String) row[21], text -> List.of(JsonText.read(text, DeclaredCopy[].class))),
                                (String) row[7]);
                        Transport transport = transports.computeIfAbsent(
                                (String) row[19], text -> JsonText.read(text, Transport.class));
                        boolean isPulled = isPulled(
                                pulled.computeIfAbsent(
                                        (String) row[20], text -> List.of(JsonText.read(text, String[].class))),
                                (String) row[7]);
                        return new Declared(
                                pair(row, terms, !isPulled && transport.rollsBack()),
                                transport.limitedTo(terms.bytesPerSecond()),
                                isPulled);
                    })
                    .toList();
        });
    }

    /** Those of machines that have told of their datasets: of others (the fleet is often declared before) nothing can be said to be missing. */
    public Uni<List<Declared>> declaredOfSeen(Session session) {
        return declared(session)
                .chain(all -> facts.seenNodes(session)
                        .map(seen -> all.stream()
                                .filter(one -> seen.contains(one.pair().target().node()))
                                .filter(one -> one.pair().source().node() == null
                                        || seen.contains(one.pair().source().node()))
                                .toList()));
    }

    private static boolean isPulled(List<String> names, String dataset) {
        return names.stream().anyMatch(name -> DatasetName.isAtOrBelow(dataset, name));
    }

    private static Predicate<String> excluding(String patterns) {
        return Stream.of(JsonText.read(patterns, String[].class))
                .map(pattern -> Pattern.compile(pattern).asPredicate())
                .reduce(_ -> false, Predicate::or);
    }

    private static Pair pair(Object[] row, CopyTerms terms, boolean forced) {
        Common common = row[10] == null ? null : new Common((String) row[10], (String) row[11], Rows.instant(row[12]));
        return new Pair(
                new Side(
                        (String) row[3],
                        (String) row[4],
                        (Boolean) row[5],
                        Rows.instant(row[6]),
                        Rows.instant(row[17])),
                new Side(
                        (String) row[0],
                        (String) row[7],
                        (Boolean) row[8],
                        Rows.instant(row[9]),
                        Rows.instant(row[18])),
                new DeclaredPull.Origin((String) row[0], (String) row[1], (Integer) row[2]),
                common,
                new Behind((Integer) row[13], (Long) row[14], (Boolean) row[15]),
                terms,
                forced);
    }
}
