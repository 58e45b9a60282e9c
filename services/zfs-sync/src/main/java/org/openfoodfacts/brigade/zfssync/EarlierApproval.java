package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;
import org.openfoodfacts.brigade.zfssync.persistence.FactStore;
import org.openfoodfacts.brigade.zfssync.persistence.RepairStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Finds the approval of the very plan that is approved again because nothing shows yet what came of it. */
@ApplicationScoped
public class EarlierApproval {
    private final RepairStore repairs;
    private final TransferStore transfers;
    private final FactStore facts;

    EarlierApproval(RepairStore repairs, TransferStore transfers, FactStore facts) {
        this.repairs = repairs;
        this.transfers = transfers;
        this.facts = facts;
    }

    /** Within the pairs' lock. Empty when the plan may be carried out: also after a failure, which the same plan may still mend. */
    Uni<Optional<Repair>> of(Session session, RepairPlan plan, Instant now) {
        return repairs.latest(session, List.of(plan.pair()))
                .map(latest -> Optional.ofNullable(latest.get(plan.pair()))
                        .filter(repair -> repair.approved().plan().equals(plan.digest())))
                .chain(same -> same.isEmpty()
                        ? Uni.createFrom().item(same)
                        : isUnseen(session, same.get(), plan, now).map(unseen -> same.filter(_ -> unseen)));
    }

    /** A plan without deeds has the copy brought: as long as that is on its way for somebody, it is what was approved. */
    private Uni<Boolean> isUnseen(Session session, Repair repair, RepairPlan plan, Instant now) {
        return plan.deeds().isEmpty()
                ? isBeingBrought(session, plan.pair())
                : toldAt(session, plan).map(told -> repair.isDoneUnseen(told, now));
    }

    private Uni<Boolean> isBeingBrought(Session session, Pair.Key pair) {
        return transfers
                .openByTarget(session)
                .map(open -> Optional.ofNullable(open.get(End.target(pair)))
                        .filter(transfer ->
                                transfer.pair().equals(pair) && transfer.asked().by() != null)
                        .isPresent());
    }

    /** Of the fact that shows that the deeds are done: where snapshots are destroyed their listing, else that of the datasets. */
    private Uni<Instant> toldAt(Session session, RepairPlan plan) {
        Pair.Key pair = plan.pair();
        return plan.cost().destroyed() > 0
                ? facts.snapshotsToldAt(session, pair.node(), pair.target())
                : facts.datasetsToldAt(session, pair.node());
    }
}
