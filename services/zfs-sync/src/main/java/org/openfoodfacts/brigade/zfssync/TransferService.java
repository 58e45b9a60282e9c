package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.CommandView;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.CommandsConfig;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.json.StorableText;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PullBatches.Batch;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferInput;
import org.openfoodfacts.brigade.zfssync.domain.TransferTurn;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.End;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.RepairStore;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Takes transfers from step to step. Row, command and events of each step are one transaction, so a crash anywhere resumes. */
@ApplicationScoped
public class TransferService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final TransferStore transfers;
    private final RepairStore repairs;
    private final PairStore pairs;
    private final TransferLooks looks;
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
            TransferLooks looks,
            Mutiny.SessionFactory sessions,
            ZfsSyncConfig config,
            CommandsConfig retention,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.transfers = transfers;
        this.repairs = repairs;
        this.pairs = pairs;
        this.looks = looks;
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
                        : Uni.createFrom().item(false))
                .chain(more -> more ? sweep() : Uni.createFrom().voidItem());
    }

    /** Whether there may be more to do at once. */
    private Uni<Boolean> giveTurns(Session session, Instant now) {
        return transfers
                .tryLock(session)
                .chain(mine -> mine
                        ? transfers
                                .open(session)
                                .chain(open -> pairs.declared(session)
                                        .chain(all -> repairs.underRepair(session)
                                                .chain(repaired ->
                                                        giveTurns(session, open, byKey(all), repaired, now))))
                        : Uni.createFrom().item(false));
    }

    private static Map<Pair.Key, Declared> byKey(List<Declared> all) {
        return all.stream().collect(toMap(declared -> declared.pair().key(), declared -> declared, (a, _) -> a));
    }

    private Uni<Boolean> giveTurns(
            Session session, List<Transfer> open, Map<Pair.Key, Declared> declared, Set<End> underRepair, Instant now) {
        Map<Pair.Key, Pair> known = new HashMap<>();
        declared.forEach((key, one) -> known.put(key, one.pair()));
        TransferTurn turn = new TransferTurn(
                open,
                known,
                limited(declared),
                pair -> underRepair.stream().anyMatch(end -> pair.touches(end.node(), end.dataset())),
                config.transfersPerNode(),
                now);
        return turn.looked().isEmpty()
                ? Uni.createFrom().item(false)
                : looks.show(session, turn, open, declared)
                        .chain(() -> carryOut(session, turn.batches()))
                        .map(begun -> begun && turn.isFull());
    }

    private static Set<Pair.Key> limited(Map<Pair.Key, Declared> declared) {
        return declared.entrySet().stream()
                .filter(one -> one.getValue().transport().bytesPerSecond() > 0)
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    /** Whether there was any. */
    private Uni<Boolean> carryOut(Session session, List<Batch> batches) {
        return Sequence.each(batches, batch -> carryOut(session, batch)).replaceWith(!batches.isEmpty());
    }

    @Override
    public boolean mayHaveSent(TrackedCommand command) {
        return command.isOneOf(Set.of(EventType.PULL_DATASETS));
    }

    @Override
    public Uni<Void> commandEnded(Session session, TrackedCommand command) {
        return transfers
                .awaiting(session, command.id())
                .chain(all -> Sequence.each(
                        all,
                        transfer -> carryOut(
                                session,
                                Batch.of(transfer.step(
                                        ended(command, transfer.pair().target()), now())))));
    }

    private static TransferInput ended(TrackedCommand command, String target) {
        CommandView.Failure failure = command.view().failure();
        return command.reported()
                .filter(DatasetsPulled.class::isInstance)
                .flatMap(result -> ((DatasetsPulled) result)
                        .datasets().stream()
                                .filter(dataset -> dataset.target().equals(target))
                                .findFirst())
                .filter(pulled -> !isCutShort(failure, pulled))
                .map(pulled -> ended(command.id(), pulled))
                .orElseGet(() -> failure == null
                        ? new TransferInput.NotPulled(command.id(), "NO_RESULT", "the command ended without a result")
                        : new TransferInput.NotPulled(command.id(), failure.reason(), failure.detail()));
    }

    /** An agent that is stopped cancels its streams; nobody asked for that. */
    private static boolean isCutShort(CommandView.Failure failure, PulledDataset pulled) {
        return failure != null
                && failure.reason().equals(CommandFailed.Reason.CUT_SHORT.name())
                && pulled.problem() != null
                && pulled.problem().reason().equals(CommandFailed.Reason.CANCELLED.name());
    }

    private static TransferInput ended(UUID command, PulledDataset pulled) {
        return pulled.problem() == null
                ? new TransferInput.Pulled(
                        command, pulled.guid(), pulled.bytes(), StorableText.of(pulled.holdProblem()))
                : new TransferInput.NotPulled(
                        command,
                        pulled.problem().reason(),
                        StorableText.of(pulled.problem().detail()));
    }

    /** Null when there is none of this id. One that has ended stays as it is. */
    public Uni<Transfer> cancel(UUID id, String by) {
        return outbox.inTransaction(session -> transfers
                .lock(session, id)
                .onItem()
                .ifNotNull()
                .transformToUni(transfer -> {
                    Step step = transfer.step(new TransferInput.CancelAsked(by), now());
                    return carryOut(session, Batch.of(step)).replaceWith(step.next());
                }));
    }

    private Uni<Void> carryOut(Session session, Batch batch) {
        return batch.command() == null
                ? record(session, batch, null)
                : commands.send(session, sending(batch)).chain(id -> record(session, batch, id));
    }

    /** A cancel's own command is not waited for: that of the pull says how it ended. */
    private Uni<Void> record(Session session, Batch batch, UUID commandId) {
        return Sequence.each(batch.steps(), step -> {
            Transfer next =
                    batch.command() instanceof PullDatasets ? step.next().sent(commandId) : step.next();
            return transfers
                    .advance(session, next)
                    .chain(() -> Sequence.each(
                            step.events(),
                            event ->
                                    outbox.event(session, event, next.pair().node(), Subjects.of(event), trace(next))));
        });
    }

    private Commands.Sending sending(Batch batch) {
        Transfer first = batch.steps().getFirst().next();
        return new Commands.Sending(
                first.pair().node(),
                batch.command(),
                first.pair().target(),
                first.asked().by() == null
                        ? Service.ZFS_SYNC.id()
                        : first.asked().by(),
                config.patience(),
                trace(first));
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
