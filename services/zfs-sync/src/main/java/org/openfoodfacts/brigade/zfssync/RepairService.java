package org.openfoodfacts.brigade.zfssync;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.CommandView;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.CommandsConfig;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.zfssync.domain.DatasetName;
import org.openfoodfacts.brigade.zfssync.domain.Deed;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.domain.Repair.Input;
import org.openfoodfacts.brigade.zfssync.domain.Repair.Step;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan;
import org.openfoodfacts.brigade.zfssync.domain.RepairStart;
import org.openfoodfacts.brigade.zfssync.domain.RepairWish;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.RepairStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Carries out the plans that are approved. Row, command and event of each step are one transaction, so a crash anywhere resumes. */
@ApplicationScoped
public class RepairService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final RepairStore repairs;
    private final RepairPlans plans;
    private final EarlierApproval earlier;
    private final PairStateStore states;
    private final TransferStore transfers;
    private final TransferDemand demand;
    private final Mutiny.SessionFactory sessions;
    private final ZfsSyncConfig config;
    private final CommandsConfig retention;
    private final Clock clock;

    RepairService(
            Outbox outbox,
            Commands commands,
            RepairStore repairs,
            RepairPlans plans,
            EarlierApproval earlier,
            PairStateStore states,
            TransferStore transfers,
            TransferDemand demand,
            Mutiny.SessionFactory sessions,
            ZfsSyncConfig config,
            CommandsConfig retention,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.repairs = repairs;
        this.plans = plans;
        this.earlier = earlier;
        this.states = states;
        this.transfers = transfers;
        this.demand = demand;
        this.sessions = sessions;
        this.config = config;
        this.retention = retention;
        this.clock = clock;
    }

    /** Carries out exactly the plan that was shown, or nothing: what has changed since is told. */
    public Uni<RepairStart> approve(RepairWish wish, String by, boolean mayLose, String correlationId) {
        Optional<Objection> malformed = wish.objection();
        if (malformed.isPresent()) {
            return Uni.createFrom().item(new RepairStart.Refused(malformed.get()));
        }
        Instant now = now();
        return outbox.inTransaction(session -> states.lock(session)
                .chain(() -> plans.of(session, wish.node(), wish.dataset()))
                .chain(found -> found.stream()
                        .filter(plan -> plan.digest().equals(wish.plan()))
                        .findFirst()
                        .map(plan -> approved(session, plan, by, mayLose, correlationId, now))
                        .orElseGet(() -> Uni.createFrom().item(noSuchPlan(wish, found)))));
    }

    private static RepairStart noSuchPlan(RepairWish wish, List<RepairPlan> now) {
        return new RepairStart.Outdated(
                now.isEmpty()
                        ? "nothing keeps " + wish.dataset() + " on " + wish.node() + " from being brought up to date"
                        : "the plan for " + wish.dataset() + " on " + wish.node() + " is another now: "
                                + now.getFirst().digest() + "; see GET repairs/plans?node=" + wish.node());
    }

    private Uni<RepairStart> approved(
            Session session, RepairPlan plan, String by, boolean mayLose, String correlationId, Instant now) {
        if (!plan.isPossible()) {
            return Uni.createFrom().item(new RepairStart.Outdated(plan.obstacle()));
        }
        if (!plan.losesNothing() && !mayLose) {
            return Uni.createFrom().item(new RepairStart.NotAllowed(loses(plan) + ": an admin must approve it"));
        }
        return earlier.of(session, plan, now)
                .chain(same -> same.isPresent()
                        ? Uni.createFrom().item(approvedAlready(same.get()))
                        : started(session, plan, by, correlationId, now));
    }

    private static RepairStart approvedAlready(Repair repair) {
        return new RepairStart.Outdated("it was approved already: repairs/" + repair.id());
    }

    private Uni<RepairStart> started(Session session, RepairPlan plan, String by, String correlationId, Instant now) {
        return beginUnlessBusy(session, plan, by, correlationId, now)
                .map(begun -> begun.<RepairStart>map(RepairStart.Started::new)
                        .orElseGet(() -> new RepairStart.Outdated(
                                "something is being received, sent or repaired there; cancel the transfer, or wait")));
    }

    private static String loses(RepairPlan plan) {
        return plan.needed().isEmpty()
                ? "this loses what the copy has and its source has not ("
                        + plan.cost().lostBytes() + " bytes)"
                : "other copies may not be able to go on (" + String.join("; ", plan.needed()) + ")";
    }

    /** Something is being brought to or from the copy or what is below it, or it is being repaired. */
    private Uni<Boolean> isBusy(Session session, Pair.Key pair) {
        return transfers
                .openByTarget(session)
                .chain(open -> repairs.underRepair(session)
                        .map(repaired -> open.values().stream()
                                        .filter(transfer -> transfer.phase() instanceof Pulling)
                                        .anyMatch(transfer -> transfer.pair().touches(pair.node(), pair.target()))
                                || repaired.stream()
                                        .filter(end -> end.node().equals(pair.node()))
                                        .anyMatch(end -> DatasetName.isAtOrBelow(end.dataset(), pair.target()))));
    }

    /**
     * Within the pairs' lock; no transfer is given its turn meanwhile. {@code by} is null when nobody needs to approve it. Empty when something is
     * under way there.
     */
    Uni<Optional<Repair>> beginUnlessBusy(
            Session session, RepairPlan plan, String by, String correlationId, Instant now) {
        return transfers
                .lock(session)
                .chain(() -> isBusy(session, plan.pair()))
                .chain(busy -> busy
                        ? Uni.createFrom().item(Optional.empty())
                        : begin(session, plan, by, correlationId, now).map(Optional::of));
    }

    private Uni<Repair> begin(Session session, RepairPlan plan, String by, String correlationId, Instant now) {
        UUID id = Ids.next();
        String correlation = correlationId == null ? id.toString() : correlationId;
        var approved = new Repair.Approved(by, now, correlation, plan.digest(), plan.finding());
        Step step = Repair.begin(id, plan, approved, now);
        return repairs.add(session, step.next()).chain(() -> carryOut(session, step));
    }

    @Override
    public boolean mayHaveSent(TrackedCommand command) {
        return command.isOneOf(Deed.KINDS);
    }

    @Override
    public Uni<Void> commandEnded(Session session, TrackedCommand command) {
        return repairs.awaiting(session, command.id())
                .chain(repair -> repair == null
                        ? Uni.createFrom().voidItem()
                        : carryOut(session, repair.step(ended(command), now())).replaceWithVoid());
    }

    private static Input ended(TrackedCommand command) {
        CommandView.Failure failure = command.view().failure();
        if (failure != null) {
            return new Input.DeedFailed(command.id(), failure.reason(), failure.detail());
        }
        return command.result()
                .<Input>map(result -> new Input.DeedDone(command.id(), lost(result)))
                .orElseGet(() -> new Input.DeedFailed(command.id(), "NO_RESULT", "the command ended without a result"));
    }

    private static long lost(CommandResult result) {
        return switch (result) {
            case DatasetRolledBack back -> back.lostBytes();
            case SnapshotsDestroyed destroyed -> destroyed.freedBytes();
            default -> 0;
        };
    }

    private Uni<Repair> carryOut(Session session, Step step) {
        Repair next = step.next();
        Trace trace = Trace.of(next.approved().correlationId());
        Uni<Repair> sent = step.command() == null
                ? Uni.createFrom().item(next)
                : commands.send(session, sending(step, trace)).map(next::sent);
        return sent.call(then -> repairs.advance(session, then))
                .call(then -> step.event() == null
                        ? Uni.createFrom().voidItem()
                        : outbox.event(session, step.event(), then.pair().node(), Subjects.of(step.event()), trace))
                .call(then -> then.phase() instanceof Done
                        ? goOn(session, then)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> goOn(Session session, Repair repaired) {
        return demand.follow(
                session,
                repaired.pair(),
                repaired.approved().by(),
                repaired.approved().correlationId());
    }

    private Commands.Sending sending(Step step, Trace trace) {
        Repair repair = step.next();
        return new Commands.Sending(
                repair.pair().node(),
                step.command(),
                repair.pair().target(),
                repair.approved().by() == null
                        ? Service.ZFS_SYNC.id()
                        : repair.approved().by(),
                config.patience(),
                trace);
    }

    @Scheduled(
            every = "${brigade.commands.prune-every}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        return sessions.withTransaction(
                        (session, tx) -> repairs.forget(session, clock.instant().minus(retention.retention())))
                .replaceWithVoid();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
