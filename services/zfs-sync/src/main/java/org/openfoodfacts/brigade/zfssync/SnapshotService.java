package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.trust.TrustView;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest.Asked;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotStart;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.ExpiringStore;
import org.openfoodfacts.brigade.zfssync.persistence.RequestStore;

/** Takes snapshots by hand. Row, command and events of each step are one transaction, so a crash anywhere resumes. */
@ApplicationScoped
public class SnapshotService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final TrustView trust;
    private final DatasetStore datasets;
    private final RequestStore requests;
    private final ExpiringStore expiring;
    private final ExpiryService expiry;
    private final ZfsSyncConfig config;
    private final Clock clock;

    SnapshotService(
            Outbox outbox,
            Commands commands,
            TrustView trust,
            DatasetStore datasets,
            RequestStore requests,
            ExpiringStore expiring,
            ExpiryService expiry,
            ZfsSyncConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.trust = trust;
        this.datasets = datasets;
        this.requests = requests;
        this.expiring = expiring;
        this.expiry = expiry;
        this.config = config;
        this.clock = clock;
    }

    /** @param key the caller's Idempotency-Key, null for none */
    public Uni<SnapshotStart> ask(SnapshotWish wish, String by, String key, Trace trace) {
        Asked asked = new Asked(by, clock.instant(), trace.correlationId(), key);
        Optional<Objection> objection = wish.objection(asked.at()).or(() -> notEnrolled(wish));
        if (objection.isPresent()) {
            return Uni.createFrom().item(new SnapshotStart.Refused(objection.get()));
        }
        return outbox.inTransaction(session -> earlier(session, asked)
                .chain(earlier -> earlier == null
                        ? startIfKnown(session, wish, asked)
                        : Uni.createFrom().item(repeated(earlier, wish))));
    }

    private Optional<Objection> notEnrolled(SnapshotWish wish) {
        boolean enrolled = trust.node(wish.node())
                .filter(node -> node.status() == NodeIdentity.Status.ENROLLED)
                .isPresent();
        return enrolled
                ? Optional.empty()
                : Optional.of(new Objection("node", "'" + wish.node() + "' is no enrolled node"));
    }

    private Uni<SnapshotRequest> earlier(Session session, Asked asked) {
        return asked.key() == null
                ? Uni.createFrom().nullItem()
                : requests.lockKey(session, asked).chain(() -> requests.byKey(session, asked));
    }

    private static SnapshotStart repeated(SnapshotRequest earlier, SnapshotWish wish) {
        return earlier.isFor(wish) ? new SnapshotStart.Repeated(earlier) : new SnapshotStart.KeyTaken(earlier);
    }

    private Uni<SnapshotStart> startIfKnown(Session session, SnapshotWish wish, Asked asked) {
        return datasets.dataset(session, wish.node(), wish.dataset()).chain(known -> {
            if (known == null) {
                String why = "'" + wish.dataset() + "' is not on " + wish.node() + "; GET datasets?node=" + wish.node()
                        + " lists what is";
                return Uni.createFrom().item(new SnapshotStart.Refused(new Objection("dataset", why)));
            }
            SnapshotRequest request = SnapshotRequest.of(Ids.next(), wish, asked);
            return send(session, request)
                    .map(request::awaiting)
                    .call(sent -> requests.add(session, sent))
                    .map(SnapshotStart.Started::new);
        });
    }

    private Uni<UUID> send(Session session, SnapshotRequest request) {
        return commands.send(
                session,
                new Commands.Sending(
                        request.node(),
                        request.command(),
                        request.target().fullName(),
                        request.asked().by(),
                        config.patience(),
                        Trace.of(request.asked().correlationId())));
    }

    @Override
    public Uni<Void> commandEnded(Session session, TrackedCommand command) {
        return requests.awaiting(session, command.id())
                .chain(request -> request == null
                        ? expiry.destroyEnded(session, command)
                        : carryOut(session, ended(request, command), command.causes()));
    }

    private static SnapshotRequest.Step ended(SnapshotRequest request, TrackedCommand command) {
        return command.result()
                .map(result -> result instanceof SnapshotsTaken taken
                        ? request.taken(taken)
                        : request.failed(
                                "the node answered with " + result.getClass().getSimpleName()))
                .orElseGet(() -> request.failed(command.failure().orElse("the command ended without a result")));
    }

    /** Writes a request's step: what it is now, snapshots not known before, and the events about those. */
    Uni<Void> carryOut(Session session, SnapshotRequest.Step step, Trace trace) {
        SnapshotRequest next = step.next();
        return requests.advance(session, next)
                .chain(() -> known(session, next))
                .chain(known -> expiring.addAll(
                                session,
                                step.snapshots().stream()
                                        .filter(s -> !known.containsKey(s.ref().dataset()))
                                        .toList())
                        .chain(() -> tell(session, step, known, trace)));
    }

    private Uni<Map<String, ExpiringSnapshot>> known(Session session, SnapshotRequest request) {
        return expiring.of(session, List.of(request.id()))
                .map(all -> all.getOrDefault(request.id(), List.of()).stream()
                        .collect(Collectors.toMap(s -> s.ref().dataset(), Function.identity())));
    }

    private Uni<Void> tell(
            Session session, SnapshotRequest.Step step, Map<String, ExpiringSnapshot> known, Trace trace) {
        return Multi.createFrom()
                .iterable(step.events())
                .select()
                .where(event -> !(event instanceof ZfsEvent.SnapshotTaken taken && known.containsKey(taken.dataset())))
                .onItem()
                .transformToUniAndConcatenate(
                        event -> outbox.event(session, event, step.next().node(), Subjects.of(event), trace))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Brings a snapshot's end forward to now; the request as it then is, null when there is none of this id. */
    public Uni<SnapshotRequest> endNow(UUID id) {
        return outbox.inTransaction(session -> requests.lock(session, id)
                        .onItem()
                        .ifNotNull()
                        .transform(request -> request.endingAt(clock.instant()))
                        .onItem()
                        .ifNotNull()
                        .call(request -> requests.advance(session, request)
                                .chain(() -> expiring.expireAt(
                                        session, id, request.purpose().expiresAt()))))
                .onItem()
                .ifNotNull()
                .call(expiry::sweep);
    }
}
