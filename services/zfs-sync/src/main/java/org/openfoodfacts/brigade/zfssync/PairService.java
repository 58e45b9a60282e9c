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
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairChanges;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;

/** Tells when a copy is in another state than before, and has transfers made of those that are behind. Decided anew from what is stored at each sweep, by one instance at a time. */
@ApplicationScoped
public class PairService {
    private final Outbox outbox;
    private final PairStore pairs;
    private final PairStateStore states;
    private final TransferDemand demand;
    private final FindingService findings;
    private final FailureEnds failures;
    private final ZfsMeters meters;
    private final ZfsSyncConfig config;
    private final Clock clock;

    PairService(
            Outbox outbox,
            PairStore pairs,
            PairStateStore states,
            TransferDemand demand,
            FindingService findings,
            FailureEnds failures,
            ZfsMeters meters,
            ZfsSyncConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.pairs = pairs;
        this.states = states;
        this.demand = demand;
        this.findings = findings;
        this.failures = failures;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${brigade.zfs-sync.pair-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return outbox.inTransaction(session ->
                states.lock(session).chain(() -> pairs.declaredOfSeen(session)).chain(all -> decide(session, all)));
    }

    /** PostgreSQL keeps microseconds: what is stored must be what is compared. */
    private Uni<Void> decide(Session session, List<Declared> declared) {
        List<Pair> all = declared.stream().map(Declared::pair).toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        meters.pairs(all, now, config.lagGoal());
        return states.all(session)
                .chain(before -> {
                    PairChanges changes = PairChanges.of(before, all, now, config.lagGoal());
                    return states.store(session, changes.stored())
                            .chain(() -> states.remove(session, changes.gone()))
                            .chain(() -> Sequence.each(
                                    changes.events(),
                                    event -> outbox.event(
                                            session, event, event.copy().node(), Subjects.of(event), Trace.NONE)))
                            .chain(() -> findings.look(session, declared, before, now));
                })
                .chain(() -> failures.tell(session, declared, now))
                .chain(() -> demand.ofPolicy(session, declared));
    }
}
