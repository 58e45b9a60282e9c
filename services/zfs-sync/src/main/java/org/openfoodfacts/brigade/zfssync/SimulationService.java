package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.DatasetName;
import org.openfoodfacts.brigade.zfssync.domain.PolicyChange;
import org.openfoodfacts.brigade.zfssync.domain.SimulatedDataset;
import org.openfoodfacts.brigade.zfssync.domain.SimulationWish;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;
import org.openfoodfacts.brigade.zfssync.persistence.SnapshotStore;

/** Tells what a changed policy would do, from what the facts of today show; changes nothing. */
@ApplicationScoped
public class SimulationService {
    private final Mutiny.SessionFactory sessions;
    private final PolicyService policies;
    private final PolicyStore store;
    private final DatasetStore datasets;
    private final SnapshotStore snapshots;
    private final Clock clock;

    SimulationService(
            Mutiny.SessionFactory sessions,
            PolicyService policies,
            PolicyStore store,
            DatasetStore datasets,
            SnapshotStore snapshots,
            Clock clock) {
        this.sessions = sessions;
        this.policies = policies;
        this.store = store;
        this.datasets = datasets;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /**
     * By name. Empty when no facts show such a node or dataset.
     *
     * @param look takes what is wanted of one dataset; what it keeps of all is in memory at once
     */
    public <T> Uni<List<T>> simulate(SimulationWish wish, Function<SimulatedDataset, T> look) {
        return sessions.withSession(session -> changes(session, wish)
                .chain(changes -> percents(session, wish.node()).chain(used -> {
                    Instant now = clock.instant();
                    return snapshots.ofEach(
                            session,
                            wish.node(),
                            changes.keySet(),
                            (dataset, all) -> look.apply(SimulatedDataset.of(
                                    changes.get(dataset), all, used.getOrDefault(DatasetName.pool(dataset), 0), now)));
                })));
    }

    /** By dataset, in their order. */
    private Uni<Map<String, PolicyChange>> changes(Session session, SimulationWish wish) {
        return policies.map(session)
                .chain(map -> store.declared(session, wish.node())
                        .chain(today -> datasets.names(session, wish.node()).map(names -> {
                            Map<String, PolicyChange> changes = new LinkedHashMap<>();
                            PolicyChange.of(wish, map, today, names)
                                    .forEach(change -> changes.put(change.dataset(), change));
                            return changes;
                        })));
    }

    /** How full the pools are. */
    private Uni<Map<String, Integer>> percents(Session session, String node) {
        return datasets.pools(session, new DatasetStore.Filter(node, null, ""), Integer.MAX_VALUE)
                .map(SimulationService::percents);
    }

    private static Map<String, Integer> percents(List<DatasetStore.NodePool> pools) {
        return pools.stream()
                .filter(pool -> pool.pool().sizeBytes() > 0)
                .collect(Collectors.toMap(
                        pool -> pool.pool().name(),
                        pool -> Math.toIntExact(
                                100 * pool.pool().allocatedBytes() / pool.pool().sizeBytes())));
    }
}
