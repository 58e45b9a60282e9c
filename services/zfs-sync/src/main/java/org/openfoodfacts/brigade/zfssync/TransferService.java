package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.PullDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetPulled;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.CommandView;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.CommandsConfig;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Input;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferQueue;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.Ends;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.RepairStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Takes transfers from step to step. Row, command and events of each step are one transaction, so a crash anywhere resumes. */
@ApplicationScoped
public class TransferService implements ReportListener {
    /** How many that wait are looked at in one go; each needs all snapshots of both its ends. */
    private static final int MOST_LOOKED_AT = 32;

    private final Outbox outbox;
    private final Commands commands;
    private final TransferStore transfers;
    private final RepairStore repairs;
    private final PairStore pairs;
    private final PairStateStore states;
    private final EndStore ends;
    private final Mutiny.SessionFactory sessions;
    private final ZfsSyncConfig config;
    private final CommandsConfig retention;
    private final Clock clock;

    TransferService(
            Outbox outbox,
            Commands commands,
            TransferStore transfers,
            RepairStore repairs,
            PairStore pairs,
            PairStateStore states,
            EndStore ends,
            Mutiny.SessionFactory sessions,
            ZfsSyncConfig config,
            CommandsConfig retention,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.transfers = transfers;
        this.repairs = repairs;
        this.pairs = pairs;
        this.states = states;
        this.ends = ends;
        this.sessions = sessions;
        this.config = config;
        this.retention = retention;
        this.clock = clock;
    }

    @Scheduled(every = "${brigade.zfs-sync.transfer-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant now = now();
        return sessions.withSession(session -> transfers.anyQueued(session, now))
                .chain(any -> any
                        ? outbox.inTransaction(session -> giveTurns(session, now))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> giveTurns(Session session, Instant now) {
        return transfers
                .tryLock(session)
                .chain(mine -> mine
                        ? transfers
                                .open(session)
                                .chain(open -> pairs.declared(session)
                                        .chain(all -> repairs.underRepair(session)
                                                .chain(repaired ->
                                                        giveTurns(session, open, byKey(all), repaired, now))))
                        : Uni.createFrom().voidItem());
    }

    private static Map<Pair.Key, Declared> byKey(List<Declared> all) {
        return all.stream().collect(toMap(declared -> declared.pair().key(), declared -> declared, (a, _) -> a));
    }

    private Uni<Void> giveTurns(
            Session session, List<Transfer> open, Map<Pair.Key, Declared> declared, Set<End> underRepair, Instant now) {
        Map<Pair.Key, Pair> known = new HashMap<>();
        declared.forEach((key, one) -> known.put(key, one.pair()));
        TransferQueue queue = new TransferQueue(open, known, config.transfersPerNode());
        List<Transfer> looked = queue
                .inOrder(open.stream()
                        .filter(transfer -> transfer.isDue(now) && !underRepair.contains(End.target(transfer.pair())))
                        .toList())
                .stream()
                .filter(queue::mayBegin)
                .limit(MOST_LOOKED_AT)
                .toList();
        return looked.isEmpty()
                ? Uni.createFrom().voidItem()
                : states.all(session)
                        .chain(seen -> ends.of(
                                        session,
                                        looked.stream().map(Transfer::pair).toList())
                                .chain(found -> Sequence.each(
                                        steps(looked, queue, transfer -> look(transfer, found, declared, seen), now),
                                        step -> carryOut(session, step))));
    }

    private static List<Step> steps(
            List<Transfer> looked, TransferQueue queue, Function<Transfer, Input> look, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (Transfer transfer : looked) {
            Step step = transfer.step(look.apply(transfer), now);
            boolean begins = step.command() != null;
            if (!step.next().equals(transfer) && (!begins || queue.admits(transfer.pair()))) {
                steps.add(step);
            }
        }
        return steps;
    }

    private Input look(
            Transfer transfer, Ends found, Map<Pair.Key, Declared> declared, Map<Pair.Key, PairRecord> seen) {
        Pair.Key pair = transfer.pair();
        if (!declared.containsKey(pair)) {
            return new Input.NotDeclared();
        }
        boolean hadCopy = seen.containsKey(pair) && seen.get(pair).common() != null;
        return new Input.Look(
                found.source(pair),
                found.target(pair),
                hadCopy,
                declared.get(pair).transport(),
                found.room(pair, config.poolFull()));
    }

    @Override
    public Uni<Void> commandEnded(Session session, TrackedCommand command) {
        return transfers
                .awaiting(session, command.id())
                .chain(transfer -> transfer == null
                        ? Uni.createFrom().voidItem()
                        : carryOut(session, transfer.step(ended(command), now())));
    }

    private static Input ended(TrackedCommand command) {
        CommandView.Failure failure = command.view().failure();
        return command.result()
                .filter(DatasetPulled.class::isInstance)
                .map(DatasetPulled.class::cast)
                .<Input>map(pulled -> new Input.Pulled(command.id(), pulled.guid(), pulled.bytes()))
                .orElseGet(() -> failure == null
                        ? new Input.NotPulled(command.id(), "NO_RESULT", "the command ended without a result")
                        : new Input.NotPulled(command.id(), failure.reason(), failure.detail()));
    }

    /** Null when there is none of this id. One that has ended stays as it is. */
    public Uni<Transfer> cancel(UUID id, String by) {
        return outbox.inTransaction(session -> transfers
                .lock(session, id)
                .onItem()
                .ifNotNull()
                .transformToUni(transfer -> {
                    Step step = transfer.step(new Input.CancelAsked(by), now());
                    return carryOut(session, step).replaceWith(step.next());
                }));
    }

    /** A cancel's own command is not waited for: that of the pull says how it ended. */
    private Uni<Void> carryOut(Session session, Step step) {
        Transfer next = step.next();
        Uni<Transfer> sent = step.command() == null
                ? Uni.createFrom().item(next)
                : commands.send(session, sending(step))
                        .map(id -> step.command() instanceof PullDataset ? next.sent(id) : next);
        return sent.call(then -> transfers.advance(session, then))
                .chain(() -> Sequence.each(
                        step.events(),
                        event -> outbox.event(session, event, next.pair().node(), Subjects.of(event), trace(next))));
    }

    private Commands.Sending sending(Step step) {
        Transfer transfer = step.next();
        return new Commands.Sending(
                transfer.pair().node(),
                step.command(),
                transfer.pair().target(),
                transfer.asked().by() == null
                        ? Service.ZFS_SYNC.id()
                        : transfer.asked().by(),
                config.patience(),
                trace(transfer));
    }

    private static Trace trace(Transfer transfer) {
        return Trace.of(transfer.asked().correlationId());
    }

    @Scheduled(
            every = "${brigade.commands.prune-every}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        return sessions.withTransaction((session, tx) ->
                        transfers.forget(session, clock.instant().minus(retention.retention())))
                .replaceWithVoid();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
