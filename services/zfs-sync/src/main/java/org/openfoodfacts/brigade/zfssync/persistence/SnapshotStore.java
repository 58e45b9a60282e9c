package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** The snapshots of many datasets by the newest facts, for whoever looks at one dataset after the other. */
@ApplicationScoped
public class SnapshotStore {
    private static final String ASKED = " in (select jsonb_array_elements_text(cast(cast(:json as text) as jsonb)))";

    private static final String SIZES =
            "select l.dataset, l.snapshots from snapshot_list l where l.node = :node and l.dataset" + ASKED;

    private static final String SNAPSHOTS = """
            select s.dataset, s.name, s.guid, s.create_txg, s.creation, s.used_bytes, s.holds, s.clones, s.reason, s.expires_at,
              s.written_bytes
            from snapshot s where s.node = :node and s.dataset""" + ASKED + " order by s.create_txg";

    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    /**
     * Looks at datasets of a node, in their order. Some at a time are read, so that never more than the snapshots of those are in memory.
     *
     * @param look takes what is wanted of one dataset and its snapshots, oldest first; it keeps none of these
     */
    public <T> Uni<List<T>> ofEach(
            Session session, String node, Collection<String> datasets, BiFunction<String, List<Snapshot>, T> look) {
        return sizes(session, node, datasets)
                .onItem()
                .transformToMulti(sizes ->
                        Multi.createFrom().iterable(windows(datasets, dataset -> sizes.getOrDefault(dataset, 0L))))
                .onItem()
                .transformToUniAndConcatenate(window -> of(session, node, window)
                        .map(found -> window.stream()
                                .map(dataset -> look.apply(dataset, found.getOrDefault(dataset, List.of())))
                                .toList()))
                .onItem()
                .transformToIterable(some -> some)
                .collect()
                .asList();
    }

    /**
     * In their order; one that is too large by itself has a window of its own.
     *
     * @param snapshots how many belong to one
     */
    static <T> List<List<T>> windows(Collection<T> all, ToLongFunction<T> snapshots) {
        List<List<T>> windows = new ArrayList<>();
        long room = 0;
        for (T one : all) {
            long size = snapshots.applyAsLong(one) + 1;
            if (windows.isEmpty() || size > room) {
                windows.add(new ArrayList<>());
                room = EndStore.MOST_SNAPSHOTS;
            }
            windows.getLast().add(one);
            room -= size;
        }
        return windows;
    }

    private static Uni<Map<String, Long>> sizes(Session session, String node, Collection<String> datasets) {
        return session.createNativeQuery(SIZES, Object[].class)
                .setParameter("node", node)
                .setParameter("json", JsonText.write(datasets))
                .getResultList()
                .map(rows -> rows.stream().collect(toMap(row -> (String) row[0], row -> (Long) row[1])));
    }

    private static Uni<Map<String, List<Snapshot>>> of(Session session, String node, List<String> datasets) {
        return session.createNativeQuery(SNAPSHOTS, Object[].class)
                .setParameter("node", node)
                .setParameter("json", JsonText.write(datasets))
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(groupingBy(row -> (String) row[0], mapping(SnapshotStore::snapshot, toList()))));
    }

    private static Snapshot snapshot(Object[] row) {
        Expiry expiry = row[8] == null && row[9] == null ? null : new Expiry((String) row[8], Rows.instant(row[9]));
        return new Snapshot(
                (String) row[1],
                (String) row[2],
                (Long) row[3],
                Rows.instant(row[4]),
                (Long) row[5],
                JsonText.read((String) row[6], NAMES),
                JsonText.read((String) row[7], NAMES),
                expiry,
                (Long) row[10]);
    }
}
