package org.openfoodfacts.brigade.zfssync;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.ObservedPool;
import org.openfoodfacts.brigade.zfssync.domain.PoolChanges;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast;
import org.openfoodfacts.brigade.zfssync.domain.PoolLimits;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.NodePool;
import org.openfoodfacts.brigade.zfssync.persistence.DiskStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolHistoryStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolStatusStore;

/** Forecasts when pools fill, and tells when the space or health of one is another. Decided anew at each sweep, by one instance at a time. */
@ApplicationScoped
public class PoolService {
    private static final DatasetStore.Filter ALL = new DatasetStore.Filter(null, null, "");

    private final Outbox outbox;
    private final DatasetStore datasets;
    private final PoolHistoryStore history;
    private final PoolStatusStore statuses;
    private final PoolStateStore states;
    private final DiskStore disks;
    private final ZfsMeters meters;
    private final PoolLimits limits;
    private final Clock clock;

    PoolService(
            Outbox outbox,
            DatasetStore datasets,
            PoolHistoryStore history,
            PoolStatusStore statuses,
            PoolStateStore states,
            DiskStore disks,
            ZfsMeters meters,
            ZfsSyncConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.datasets = datasets;
        this.history = history;
        this.statuses = statuses;
        this.states = states;
        this.disks = disks;
        this.meters = meters;
        this.limits = new PoolLimits(config.poolFull(), config.poolWarning(), config.poolScrub());
        this.clock = clock;
    }

    @Scheduled(every = "${brigade.zfs-sync.pool-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return outbox.inTransaction(session -> states.lock(session)
                .chain(() -> datasets.pools(session, ALL, Integer.MAX_VALUE))
                .invoke(meters::pools)
                .call(() -> disks.all(session).invoke(meters::disks))
                .chain(pools -> observed(session, pools))
                .chain(pools -> decide(session, pools)));
    }

    private Uni<List<ObservedPool>> observed(Session session, List<NodePool> pools) {
        return statuses.all(session)
                .invoke(all -> meters.statuses(all, clock.instant()))
                .chain(all -> history.observedAt(session)
                        .map(seen -> pools.stream()
                                .filter(one -> seen.containsKey(one.node())) // else its node went in between
                                .map(one -> ObservedPool.of(
                                        one.node(), one.pool(), all.get(one.key()), seen.get(one.node())))
                                .toList()));
    }

    /** PostgreSQL keeps microseconds: what is stored must be what is compared. */
    private Uni<Void> decide(Session session, List<ObservedPool> pools) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return history.days(session, PoolForecast.MEMORY)
                .chain(days -> states.all(session).map(before -> PoolChanges.of(before, pools, days, limits, now)))
                .invoke(changes -> meters.forecasts(changes.present(), now))
                .chain(changes -> store(session, changes));
    }

    private Uni<Void> store(Session session, PoolChanges changes) {
        return states.store(session, changes.stored())
                .chain(() -> states.remove(session, changes.gone()))
                .chain(() -> Sequence.each(
                        changes.events(),
                        event -> outbox.event(session, event, event.node(), Subjects.of(event), Trace.NONE)));
    }
}
