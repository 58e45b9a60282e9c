package org.openfoodfacts.brigade.zfssync;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairChanges;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;

/** Tells when a copy is in another state than before, and has transfers made of those that are behind. Decided anew from what is stored at each sweep, by one instance at a time. */
@ApplicationScoped
public class PairService {
    private final Outbox outbox;
    private final PairStore pairs;
    private final PairStateStore states;
    private final PolicyStore policies;
    private final TransferDemand demand;
    private final ZfsMeters meters;
    private final ZfsSyncConfig config;
    private final Clock clock;

    PairService(
            Outbox outbox,
            PairStore pairs,
            PairStateStore states,
            PolicyStore policies,
            TransferDemand demand,
            ZfsMeters meters,
            ZfsSyncConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.pairs = pairs;
        this.states = states;
        this.policies = policies;
        this.demand = demand;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${brigade.zfs-sync.pair-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return outbox.inTransaction(session -> states.lock(session)
                .chain(() -> pairs.declared(session))
                .chain(all -> policies.seenNodes(session).map(seen -> ofSeen(all, seen)))
                .chain(all -> decide(session, all)));
    }

    /** Of a machine that never told of its datasets (the fleet is often declared before) nothing can be said to be missing. */
    private static List<Declared> ofSeen(List<Declared> all, Set<String> seen) {
        return all.stream()
                .filter(declared -> seen.contains(declared.pair().target().node()))
                .filter(declared -> declared.pair().source().node() == null
                        || seen.contains(declared.pair().source().node()))
                .toList();
    }

    /** PostgreSQL keeps microseconds: what is stored must be what is compared. */
    private Uni<Void> decide(Session session, List<Declared> declared) {
        List<Pair> all = declared.stream().map(Declared::pair).toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        meters.pairs(all, now, config.lagGoal());
        return states.all(session)
                .map(before -> PairChanges.of(before, all, now, config.lagGoal()))
                .chain(changes -> states.store(session, changes.stored())
                        .chain(() -> states.remove(session, changes.gone()))
                        .chain(() -> Sequence.each(
                                changes.events(),
                                event -> outbox.event(
                                        session, event, event.copy().node(), Subjects.of(event), Trace.NONE))))
                .chain(() -> demand.ofPolicy(session, declared));
    }
}
