package org.openfoodfacts.brigade.zfssync;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.CommandState;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.CommandsConfig;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot.Input;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot.Step;
import org.openfoodfacts.brigade.zfssync.domain.LastCommons;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest;
import org.openfoodfacts.brigade.zfssync.persistence.ExpiringStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.RequestStore;
import org.openfoodfacts.brigade.zfssync.persistence.SightingStore;

/** Has snapshots whose end has come destroyed. The rows it works on are locked, so several instances share the work out. */
@ApplicationScoped
public class ExpiryService {
    private static final int BATCH = 100;

    private final Outbox outbox;
    private final Commands commands;
    private final SightingStore sightings;
    private final RequestStore requests;
    private final ExpiringStore expiring;
    private final PairStore pairs;
    private final PairStateStore pairStates;
    private final ZfsSyncConfig config;
    private final CommandsConfig retention;
    private final Clock clock;

    ExpiryService(
            Outbox outbox,
            Commands commands,
            SightingStore sightings,
            RequestStore requests,
            ExpiringStore expiring,
            PairStore pairs,
            PairStateStore pairStates,
            ZfsSyncConfig config,
            CommandsConfig retention,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.sightings = sightings;
        this.requests = requests;
        this.expiring = expiring;
        this.pairs = pairs;
        this.pairStates = pairStates;
        this.config = config;
        this.retention = retention;
        this.clock = clock;
    }

    /** Looks at all that are due, a batch at a time. Each is given a later time by its step, so no batch comes twice. */
    @Scheduled(every = "${brigade.zfs-sync.expiry-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return sweepBatch()
                .chain(size -> size == BATCH ? sweep() : Uni.createFrom().voidItem());
    }

    private Uni<Integer> sweepBatch() {
        Instant now = clock.instant();
        return outbox.inTransaction(session -> expiring.due(session, now, BATCH)
                .call(due -> due.isEmpty() ? Uni.createFrom().voidItem() : look(session, due, now))
                .map(List::size));
    }

    private Uni<Void> look(Session session, List<ExpiringSnapshot> due, Instant now) {
        List<UUID> ids =
                due.stream().map(ExpiringSnapshot::requestId).distinct().toList();
        return requests.byIds(session, ids)
                .chain(owners -> commons(session)
                        .chain(commons -> sightings.of(session, due, commons))
                        .chain(seen -> lookAtEach(session, owners, seen, now)));
    }

    private Uni<LastCommons> commons(Session session) {
        return pairs.pairs(session)
                .chain(all -> pairStates.all(session).map(before -> LastCommons.of(all, before.values())));
    }

    private Uni<Void> lookAtEach(
            Session session, Map<UUID, SnapshotRequest> owners, Map<ExpiringSnapshot, Input.Look> seen, Instant now) {
        return Multi.createFrom()
                .iterable(seen.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> {
                    ExpiringSnapshot snapshot = entry.getKey();
                    SnapshotRequest.Asked asked =
                            owners.get(snapshot.requestId()).asked();
                    Step step = snapshot.step(entry.getValue(), now);
                    return carryOut(session, step, asked.by(), Trace.of(asked.correlationId()));
                })
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** A destroy command ended; nothing happens when it was not about a snapshot by hand. */
    Uni<Void> destroyEnded(Session session, TrackedCommand command) {
        int at = command.subject().lastIndexOf('@');
        if (at < 0) {
            return Uni.createFrom().voidItem();
        }
        String dataset = command.subject().substring(0, at);
        String name = command.subject().substring(at + 1);
        return expiring.lock(session, command.node(), dataset, name)
                .onItem()
                .ifNotNull()
                .transformToUni(snapshot -> {
                    Step step = snapshot.step(input(command), clock.instant());
                    return carryOut(session, step, null, command.causes());
                });
    }

    private static Input input(TrackedCommand command) {
        return command.result()
                .filter(SnapshotsDestroyed.class::isInstance)
                .<Input>map(result -> new Input.DestroyDone(command.id(), ((SnapshotsDestroyed) result).freedBytes()))
                .orElseGet(() -> new Input.DestroyFailed(
                        command.id(),
                        command.state() == CommandState.REFUSED,
                        command.failure().orElse("the command ended without a result")));
    }

    private Uni<Void> carryOut(Session session, Step step, String by, Trace trace) {
        Uni<ExpiringSnapshot> sent = step.command() == null
                ? Uni.createFrom().item(step.next())
                : commands.send(session, sending(step, by, trace)).map(step.next()::sent);
        return sent.call(next -> expiring.advance(session, next))
                .chain(next -> Multi.createFrom()
                        .iterable(step.events())
                        .onItem()
                        .transformToUniAndConcatenate(
                                event -> outbox.event(session, event, next.node(), Subjects.of(event), trace))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    @Scheduled(
            every = "${brigade.commands.prune-every}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        return outbox.inTransaction(
                        session -> requests.forget(session, clock.instant().minus(retention.retention())))
                .replaceWithVoid();
    }

    private Commands.Sending sending(Step step, String by, Trace trace) {
        ExpiringSnapshot snapshot = step.next();
        return new Commands.Sending(
                snapshot.node(), step.command(), snapshot.ref().fullName(), by, config.patience(), trace);
    }
}
