package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.Needs;
import org.openfoodfacts.brigade.zfssync.domain.Needs.Need;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.domain.Sight;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Relative;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Surroundings;
import org.openfoodfacts.brigade.zfssync.domain.TakenDatasets;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.Ends;

/** A closer look at some pairs: both ends, what lies around the copy, how the last transfer failed. In a few statements for each ten thousand snapshots. */
@ApplicationScoped
public class SightStore {
    /** Where an end is not there: who on its node has the other end's snapshots. What lies in another pool cannot be renamed to be the copy. */
    private static final String AROUND = """
            select p."sourceNode", p.source, p.node, p.target, t.guid,
              (select cast(coalesce(jsonb_agg(d.name order by d.name), '[]') as text) from dataset d
                where d.node = p.node and starts_with(d.name, p.target || '/')),
              (select cast(coalesce(jsonb_agg(d.name order by d.name), '[]') as text) from dataset d
                where d.node = p.node and starts_with(d.name, p.target || '.')),
              (select cast(coalesce(jsonb_agg(jsonb_build_object('dataset', r.dataset, 'guid', r.guid, 'shared', r.shared, 'below',
                  (select coalesce(jsonb_agg(jsonb_build_object('dataset', d.name, 'guid', d.guid) order by d.name), '[]') from dataset d
                    where d.node = r.node and starts_with(d.name, r.dataset || '/')))), '[]') as text) from (
                select k.node, k.dataset, kd.guid, cast(count(*) as integer) as shared from snapshot o
                join snapshot k on k.guid = o.guid and k.node = case when s.name is null then p."sourceNode" else p.node end
                join dataset kd on kd.node = k.node and kd.name = k.dataset
                where (s.name is null) <> (t.name is null)
                  and (s.name is null or split_part(k.dataset, '/', 1) = split_part(p.target, '/', 1))
                  and o.node = case when s.name is null then p.node else p."sourceNode" end
                  and o.dataset = case when s.name is null then p.target else p.source end
                group by k.node, k.dataset, kd.guid) r)
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p("sourceNode" text, source text, node text, target text)
            left join dataset s on s.node = p."sourceNode" and s.name = p.source
            left join dataset t on t.node = p.node and t.name = p.target""";

    private final EndStore ends;
    private final TransferStore transfers;

    SightStore(EndStore ends, TransferStore transfers) {
        this.ends = ends;
        this.transfers = transfers;
    }

    /**
     * @param pairs those to look at
     * @param all every declared pair: what is an end of one is nobody's lost relative, and what one goes on from is not another's to destroy
     * @param told how each was last seen, and what their sources said
     * @param decide takes what is wanted of a sight, which is large
     * @param full the share of its size from which a pool counts as full
     */
    public <T> Uni<List<T>> of(
            Session session,
            List<Pair> pairs,
            List<Pair> all,
            Told told,
            double full,
            Function<Sight, Optional<T>> decide) {
        if (pairs.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Map<Pair.Key, Pair> byKey = pairs.stream().collect(toMap(Pair::key, pair -> pair, (a, _) -> a));
        var taken = new TakenDatasets(all);
        Needs needs = Needs.of(all);
        List<Pair.Key> keys = pairs.stream().map(Pair::key).distinct().toList();
        return ends.inWindows(
                session,
                keys,
                (window, found) -> around(session, window)
                        .chain(around -> transfers
                                .failures(session, window)
                                .map(failures -> window.stream()
                                        .map(byKey::get)
                                        .map(pair -> sight(
                                                pair,
                                                found,
                                                free(pair, around.get(pair.key()), taken, needs.ofOthers(pair)),
                                                failures,
                                                told,
                                                full))
                                        .flatMap(sight -> decide.apply(sight).stream())
                                        .toList())));
    }

    /** What was told of copies beside the facts: {@code seen} is how each was last seen, {@code holdProblems} what sources said against holds. */
    public record Told(Map<Pair.Key, PairRecord> seen, Map<Pair.Key, String> holdProblems) {}

    private static Sight sight(
            Pair pair,
            Ends found,
            Surroundings around,
            Map<Pair.Key, TransferPhase.Failed> failures,
            Told told,
            double full) {
        Pair.Key key = pair.key();
        return new Sight(
                pair,
                found.source(key),
                found.target(key),
                told.seen().containsKey(key) && told.seen().get(key).common() != null,
                failures.get(key),
                told.holdProblems().get(key),
                found.room(key, full),
                found.isPoolShown(key),
                around);
    }

    private static Surroundings free(Pair pair, Surroundings near, TakenDatasets taken, List<Need> needs) {
        String node = pair.source().exists() ? pair.key().node() : pair.key().sourceNode();
        return new Surroundings(
                near.targetGuid(),
                near.below(),
                near.aside(),
                near.relatives().stream()
                        .filter(relative -> !taken.isTakenFor(pair, node, relative.dataset()))
                        .toList(),
                needs);
    }

    /**
     * Of the copies that are not there, under which name they seem to be there nevertheless.
     *
     * @param all every declared pair
     */
    public Uni<Map<Pair.Key, String>> renamed(Session session, List<Pair> pairs, Collection<Pair> all) {
        List<Pair> missing = pairs.stream()
                .filter(pair -> pair.source().exists() && !pair.target().exists())
                .toList();
        if (missing.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        var taken = new TakenDatasets(all);
        return around(session, missing.stream().map(Pair::key).toList()).map(around -> {
            Map<Pair.Key, String> renamed = new HashMap<>();
            missing.forEach(pair -> {
                Relative nearest =
                        free(pair, around.get(pair.key()), taken, List.of()).nearest();
                if (nearest != null) {
                    renamed.put(pair.key(), nearest.dataset());
                }
            });
            return renamed;
        });
    }

    private Uni<Map<Pair.Key, Surroundings>> around(Session session, List<Pair.Key> keys) {
        return session.createNativeQuery(AROUND, Object[].class)
                .setParameter("json", JsonText.write(keys))
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(toMap(
                                row -> new Pair.Key((String) row[0], (String) row[1], (String) row[2], (String) row[3]),
                                row -> new Surroundings(
                                        (String) row[4],
                                        List.of(JsonText.read((String) row[5], String[].class)),
                                        List.of(JsonText.read((String) row[6], String[].class)),
                                        List.of(JsonText.read((String) row[7], Relative[].class)),
                                        List.of()),
                                (a, _) -> a)));
    }
}
