package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.PolicyMap;
import org.openfoodfacts.brigade.zfssync.domain.SimulatedDataset;
import org.openfoodfacts.brigade.zfssync.domain.SimulatedDataset.Known;
import org.openfoodfacts.brigade.zfssync.domain.SimulationWish;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.FactStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;

/** Tells what a changed policy would do, from what the facts of today show; changes nothing. */
@ApplicationScoped
public class SimulationService {
    private final Mutiny.SessionFactory sessions;
    private final PolicyStore policies;
    private final PairStore pairs;
    private final FactStore facts;
    private final DatasetStore datasets;
    private final Clock clock;

    SimulationService(
            Mutiny.SessionFactory sessions,
            PolicyStore policies,
            PairStore pairs,
            FactStore facts,
            DatasetStore datasets,
            Clock clock) {
        this.sessions = sessions;
        this.policies = policies;
        this.pairs = pairs;
        this.facts = facts;
        this.datasets = datasets;
        this.clock = clock;
    }

    /** Empty when no facts show such a node or dataset. */
    public Uni<List<SimulatedDataset>> simulate(SimulationWish wish) {
        return sessions.withSession(session -> pairs.pairs(session)
                .chain(all -> facts.seenNodes(session).map(seen -> new PolicyMap(all, seen)))
                .chain(map -> policies.declared(session, wish.node())
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
