package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.DatasetName;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Room;

/** What the ends of pairs hold by the newest facts, for planning; in one statement, or one for each ten thousand snapshots. */
@ApplicationScoped
public class EndStore {
    private static final String ENDS = """
            select e.node, e.dataset, d.resume_token, d.written_bytes, d.encrypted, l.bookmarks, (
              select cast(coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'guid', s.guid, 'createTxg', s.create_txg, 'usedBytes', s.used_bytes,
                  'creation', s.creation, 'writtenBytes', s.written_bytes, 'holds', cast(nullif(s.holds, '[]') as jsonb),
                  'clones', cast(nullif(s.clones, '[]') as jsonb)) order by s.create_txg), '[]') as text)
                from snapshot s where s.node = e.node and s.dataset = e.dataset)
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as e(node text, dataset text)
            join dataset d on d.node = e.node and d.name = e.dataset
            left join snapshot_list l on l.node = e.node and l.dataset = e.dataset""";

    /** How many snapshots each end has. */
    private static final String SIZES = """
            select l.node, l.dataset, l.snapshots
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as e(node text, dataset text)
            join snapshot_list l on l.node = e.node and l.dataset = e.dataset""";

    /** So many are looked at in one go: some 5 MB of text and objects. */
    static final long MOST_SNAPSHOTS = 10_000;

    /** What the root of each end's pool has: there parity and reservations are accounted for. */
    private static final String SPACES = """
            select distinct d.node, d.name, d.used_bytes, d.available_bytes
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as e(node text, dataset text)
            join dataset d on d.node = e.node and d.name = split_part(e.dataset, '/', 1)""";

    private record Space(long used, long available) {}

    /** A dataset of a node. */
    public record End(String node, String dataset) {
        End pool() {
            return new End(node, DatasetName.pool(dataset));
        }

        static End source(Pair.Key pair) {
            return new End(pair.sourceNode(), pair.source());
        }

        public static End target(Pair.Key pair) {
            return new End(pair.node(), pair.target());
        }
    }

    /** What is at the ends of some pairs; what the facts do not show is missing. */
    public static final class Ends {
        private final Map<End, DatasetState> found;
        private final Map<End, Space> spaces;

        private Ends(Map<End, DatasetState> found, Map<End, Space> spaces) {
            this.found = Map.copyOf(found);
            this.spaces = Map.copyOf(spaces);
        }

        /** What the target's pool may take; {@code full} is the share of its size from which it counts as full. Null when that is not known. */
        public Room room(Pair.Key pair, double full) {
            Space space = spaces.get(End.target(pair).pool());
            return space == null
                    ? null
                    : new Room(
                            space.available(),
                            space.available() - Math.round((1 - full) * (space.used() + space.available())));
        }

        /** Whether the facts show the root of the target's pool: ZFS lists nothing of one that is not imported, or suspended. */
        public boolean isPoolShown(Pair.Key pair) {
            return spaces.containsKey(End.target(pair).pool());
        }

        public DatasetState source(Pair.Key pair) {
            return found.getOrDefault(End.source(pair), DatasetState.MISSING);
        }

        public DatasetState target(Pair.Key pair) {
            return found.getOrDefault(End.target(pair), DatasetState.MISSING);
        }

        private boolean isInSync(Pair.Key pair) {
            return ReplicationPlanner.plan(source(pair), target(pair)) instanceof InSync;
        }
    }

    /**
     * Looks at many pairs, some at a time, so that never more than the snapshots of those are in memory.
     *
     * @param look takes what is wanted of some of the pairs and what is at their ends; it keeps neither
     */
    public <T> Uni<List<T>> inWindows(
            Session session,
            Collection<Pair.Key> pairs,
            BiFunction<List<Pair.Key>, Ends, Uni<? extends Collection<T>>> look) {
        return sizes(session, pairs)
                .onItem()
                .transformToMulti(sizes -> Multi.createFrom().iterable(windows(pairs, sizes)))
                .onItem()
                .transformToUniAndConcatenate(window -> of(session, window).chain(found -> look.apply(window, found)))
                .onItem()
                .transformToIterable(some -> some)
                .collect()
                .asList();
    }

    /** Those of them whose copies have all that is to travel. */
    public Uni<Set<Pair.Key>> inSync(Session session, Collection<Pair.Key> pairs) {
        return pairs.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : inWindows(
                                session,
                                pairs,
                                (window, found) -> Uni.createFrom()
                                        .item(window.stream()
                                                .filter(found::isInSync)
                                                .toList()))
                        .map(Set::copyOf);
    }

    /** In their order; one that is too large by itself has a window of its own. */
    static List<List<Pair.Key>> windows(Collection<Pair.Key> pairs, Map<End, Long> sizes) {
        return SnapshotStore.windows(
                pairs, pair -> sizes.getOrDefault(End.source(pair), 0L) + sizes.getOrDefault(End.target(pair), 0L));
    }

    private static Uni<Map<End, Long>> sizes(Session session, Collection<Pair.Key> pairs) {
        return session.createNativeQuery(SIZES, Object[].class)
                .setParameter("json", JsonText.write(both(pairs)))
                .getResultList()
                .map(rows -> rows.stream().collect(toMap(row -> new End((String) row[0], (String) row[1]), row ->
                        (Long) row[2])));
    }

    private static List<End> both(Collection<Pair.Key> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(End.source(pair), End.target(pair)))
                .distinct()
                .toList();
    }

    /** For a window of pairs only: others come by what is in memory for each. */
    private Uni<Ends> of(Session session, Collection<Pair.Key> pairs) {
        List<End> both = both(pairs);
        return session.createNativeQuery(ENDS, Object[].class)
                .setParameter("json", JsonText.write(both))
                .getResultList()
                .chain(rows -> spaces(session, both)
                        .map(spaces -> new Ends(
                                rows.stream()
                                        .collect(toMap(
                                                row -> new End((String) row[0], (String) row[1]), EndStore::state)),
                                spaces)));
    }

    private static Uni<Map<End, Space>> spaces(Session session, List<End> ends) {
        return session.createNativeQuery(SPACES, Object[].class)
                .setParameter("json", JsonText.write(ends))
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(toMap(
                                row -> new End((String) row[0], (String) row[1]),
                                row -> new Space((Long) row[2], (Long) row[3]))));
    }

    private static DatasetState state(Object[] row) {
        return new DatasetState(
                true,
                List.of(JsonText.read((String) row[6], Snapshot[].class)),
                row[5] == null ? List.of() : List.of(JsonText.read((String) row[5], Bookmark[].class)),
                (String) row[2],
                (Long) row[3],
                (Boolean) row[4]);
    }
}
