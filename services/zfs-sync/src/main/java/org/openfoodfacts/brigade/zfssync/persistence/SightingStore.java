package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot.Input;
import org.openfoodfacts.brigade.zfssync.domain.LastCommons;
import org.openfoodfacts.brigade.zfssync.domain.Sighting;

/** What the facts show of snapshots whose end has come, in three queries whatever their number. */
@ApplicationScoped
public class SightingStore {
    /**
     * A dataset that is not there under its name is looked for in its pool by the guid that it had. A copy of it elsewhere has the same snapshots, but
     * another guid.
     */
    private static final String PLACES = """
            select e.node, e.name, coalesce(d.name, moved.name, e.name), coalesce(d.name, moved.name) is not null, root.name is not null
            from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as e(node text, name text)
            left join dataset d on d.node = e.node and d.name = e.name
            left join dataset root on root.node = e.node and root.name = split_part(e.name, '/', 1)
            left join lateral (
              select h.guid from dataset_history h where h.node = e.node and h.dataset = e.name order by h.day desc limit 1) had on true
            left join dataset moved on d.name is null and moved.node = e.node and moved.pool = split_part(e.name, '/', 1) and moved.guid = had.guid""";

    /** {@code name} is what the dataset is called by now; {@code shown} whether it is among its machine's, {@code pool} whether its pool is. */
    private record Place(String name, boolean shown, boolean pool) {
        /** A dataset that is shown and said to be listed no longer is about to vanish, or to come back: nothing is known of it yet. */
        private Instant listedAt(SnapshotListEntity list) {
            return list == null || (shown && !list.isListed()) ? null : list.observedAt();
        }
    }

    /** @param commons what copies go on from */
    public Uni<Map<ExpiringSnapshot, Input.Look>> of(Session session, List<ExpiringSnapshot> all, LastCommons commons) {
        List<NodeDatasetKey> datasets =
                all.stream().map(SightingStore::home).distinct().toList();
        return session.createNativeQuery(PLACES, Object[].class)
                .setParameter("json", JsonText.write(datasets))
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(toMap(
                                row -> new NodeDatasetKey((String) row[0], (String) row[1]),
                                row -> new Place((String) row[2], (Boolean) row[3], (Boolean) row[4]))))
                .chain(places -> looks(session, all, places, commons));
    }

    private static Uni<Map<ExpiringSnapshot, Input.Look>> looks(
            Session session, List<ExpiringSnapshot> all, Map<NodeDatasetKey, Place> places, LastCommons commons) {
        List<String> nodes = all.stream().map(ExpiringSnapshot::node).distinct().toList();
        List<String> datasets =
                places.values().stream().map(Place::name).distinct().toList();
        List<String> names =
                all.stream().map(one -> one.ref().name()).distinct().toList();
        return session.createQuery(
                        "from SnapshotEntity s where s.key.node in :nodes and s.key.dataset in :datasets"
                                + " and s.key.name in :names",
                        SnapshotEntity.class)
                .setParameter("nodes", nodes)
                .setParameter("datasets", datasets)
                .setParameter("names", names)
                .getResultList()
                .chain(listed -> session.createQuery(
                                "from SnapshotListEntity l where l.key.node in :nodes and l.key.name in :datasets",
                                SnapshotListEntity.class)
                        .setParameter("nodes", nodes)
                        .setParameter("datasets", datasets)
                        .getResultList()
                        .map(lists -> looks(
                                all,
                                places,
                                commons,
                                listed.stream().collect(toMap(SnapshotEntity::key, one -> one)),
                                lists.stream().collect(toMap(SnapshotListEntity::key, one -> one)))));
    }

    private static Map<ExpiringSnapshot, Input.Look> looks(
            List<ExpiringSnapshot> all,
            Map<NodeDatasetKey, Place> places,
            LastCommons commons,
            Map<SnapshotEntity.Key, SnapshotEntity> listed,
            Map<NodeDatasetKey, SnapshotListEntity> lists) {
        return all.stream().collect(toMap(one -> one, one -> {
            Place place = places.get(home(one));
            SnapshotEntity snapshot = listed.get(
                    new SnapshotEntity.Key(one.node(), place.name(), one.ref().name()));
            SnapshotListEntity list = lists.get(new NodeDatasetKey(one.node(), place.name()));
            return new Input.Look(
                    Sighting.of(
                            one.ref(),
                            place.shown() || place.pool(),
                            snapshot == null ? null : snapshot.toSnapshot(),
                            place.listedAt(list),
                            commons.with(one.node(), place.name(), one.ref()).orElse(null)),
                    place.name());
        }));
    }

    private static NodeDatasetKey home(ExpiringSnapshot snapshot) {
        return new NodeDatasetKey(snapshot.node(), snapshot.ref().dataset());
    }
}
