package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.SimulatedDataset;
import org.openfoodfacts.brigade.zfssync.domain.SimulatedDataset.Known;
import org.openfoodfacts.brigade.zfssync.domain.SimulationWish;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;

/** Tells what a changed policy would do, from what the facts of today show; changes nothing. */
@ApplicationScoped
public class SimulationService {
    private final Mutiny.SessionFactory sessions;
    private final PolicyService policies;
    private final PolicyStore store;
    private final DatasetStore datasets;
    private final Clock clock;

    SimulationService(
            Mutiny.SessionFactory sessions,
            PolicyService policies,
            PolicyStore store,
            DatasetStore datasets,
            Clock clock) {
        this.sessions = sessions;
        this.policies = policies;
        this.store = store;
        this.datasets = datasets;
        this.clock = clock;
    }

    /** Empty when no facts show such a node or dataset. */
    public Uni<List<SimulatedDataset>> simulate(SimulationWish wish) {
        return sessions.withSession(session -> policies.map(session)
                .chain(map -> store.declared(session, wish.node())
                        .chain(today -> datasets.names(session, wish.node())
                                .chain(names -> known(session, wish.node())
                                        .map(known -> SimulatedDataset.of(
                                                wish, map, today, names, known, clock.instant()))))));
    }

    private Uni<Known> known(Session session, String node) {
        return datasets.snapshots(session, node)
                .chain(snapshots -> datasets.pools(session, new DatasetStore.Filter(node, null, ""), Integer.MAX_VALUE)
                        .map(pools -> new Known(snapshots, percents(pools))));
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
