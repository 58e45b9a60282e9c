package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlanner;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.SightStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** What would mend the copies that something keeps back, made anew from the newest facts at each call. */
@ApplicationScoped
public class RepairPlans {
    private final PairStore pairs;
    private final PairStateStore states;
    private final SightStore sights;
    private final TransferStore transfers;
    private final RenameGuard guard;
    private final ZfsSyncConfig config;
    private final Clock clock;

    RepairPlans(
            PairStore pairs,
            PairStateStore states,
            SightStore sights,
            TransferStore transfers,
            RenameGuard guard,
            ZfsSyncConfig config,
            Clock clock) {
        this.pairs = pairs;
        this.states = states;
        this.sights = sights;
        this.transfers = transfers;
        this.guard = guard;
        this.config = config;
        this.clock = clock;
    }

    /** Of the copies on a node (all when null) those that are kept back; of one copy also what syncoid overcomes by force, and Brigade does not. */
    public Uni<List<RepairPlan>> of(Session session, String node, String dataset) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return pairs.declaredOfSeen(session)
                .chain(declared -> transfers.holdProblems(session, declared).chain(problems -> {
                    List<Pair> all = declared.stream().map(Declared::pair).toList();
                    List<Pair> asked = all.stream()
                            .filter(pair ->
                                    node == null || node.equals(pair.target().node()))
                            .filter(pair -> dataset == null
                                    || dataset.equals(pair.target().dataset()))
                            .filter(pair -> pair.isSuspect()
                                    || pair.behind().snapshots() > 0
                                    || problems.containsKey(pair.key()))
                            .toList();
                    return states.all(session)
                            .chain(seen -> sights.of(
                                    session,
                                    asked,
                                    all,
                                    new SightStore.Told(seen, problems),
                                    config.poolFull(),
                                    sight -> RepairPlanner.plan(sight, today)
                                            .filter(plan -> dataset != null || plan.isFor(sight.pair()))));
                }))
                .chain(plans -> guard.guard(session, plans));
    }
}
