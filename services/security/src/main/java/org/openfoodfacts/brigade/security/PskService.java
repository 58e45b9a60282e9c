package org.openfoodfacts.brigade.security;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.PskRotation.Step;
import org.openfoodfacts.brigade.security.domain.RotationStart;
import org.openfoodfacts.brigade.security.domain.Tunnel;
import org.openfoodfacts.brigade.security.persistence.IdentityStore;
import org.openfoodfacts.brigade.security.persistence.TunnelStore;

/** Gives tunnels new keys. A rotation's row, its next command and its events are one transaction, so a crash anywhere resumes. */
@ApplicationScoped
public class PskService implements ReportListener {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    private final Outbox outbox;
    private final Commands commands;
    private final TunnelStore tunnels;
    private final IdentityStore identities;
    private final SecurityConfig config;
    private final Clock clock;

    PskService(
            Outbox outbox,
            Commands commands,
            TunnelStore tunnels,
            IdentityStore identities,
            SecurityConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.tunnels = tunnels;
        this.identities = identities;
        this.config = config;
        this.clock = clock;
    }

    public Uni<RotationStart> rotate(String tunnelName, String by, Trace trace) {
        return outbox.inTransaction(session -> tunnels.exclusively(session, tunnelName)
                .chain(() -> tunnels.find(session, tunnelName))
                .chain(tunnel -> tunnel == null
                        ? Uni.createFrom().item(new RotationStart.NoSuchTunnel(tunnelName))
                        : startUnlessRunning(session, tunnel, by, trace)));
    }

    private Uni<RotationStart> startUnlessRunning(Mutiny.Session session, Tunnel tunnel, String by, Trace trace) {
        return tunnels.running(session, tunnel.name())
                .chain(running -> running != null
                        ? Uni.createFrom().item(new RotationStart.AlreadyRunning(running))
                        : start(session, tunnel, by, trace));
    }

    private Uni<RotationStart> start(Mutiny.Session session, Tunnel tunnel, String by, Trace trace) {
        return exclusively(session, tunnel)
                .chain(() -> identities.find(session, tunnel.server().node()))
                .chain(server -> identities
                        .find(session, tunnel.client().node())
                        .chain(client -> {
                            if (!isEnrolled(server)) {
                                return missing(tunnel.server());
                            }
                            return isEnrolled(client)
                                    ? start(session, tunnel, client.sealingKey(), by, trace)
                                    : missing(tunnel.client());
                        }));
    }

    /** A revocation of an end waits until this rotation began, and then ends it. By name, so that two rotations never wait for each other. */
    private Uni<Void> exclusively(Mutiny.Session session, Tunnel tunnel) {
        return Multi.createFrom()
                .items(Stream.of(tunnel.server().node(), tunnel.client().node()).sorted())
                .onItem()
                .transformToUniAndConcatenate(node -> identities.exclusively(session, node))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static Uni<RotationStart> missing(Tunnel.End end) {
        return Uni.createFrom().item(new RotationStart.EndNotEnrolled(end.node()));
    }

    private Uni<RotationStart> start(Mutiny.Session session, Tunnel tunnel, String clientKey, String by, Trace trace) {
        Instant now = clock.instant();
        String keyId = tunnel.name() + "-" + STAMP.format(now);
        return tunnels.keysInUse(session, tunnel.name()).chain(inUse -> {
            PskRotation.Ends ends = new PskRotation.Ends(clientKey, inUse);
            Step step = PskRotation.start(Ids.next(), tunnel, keyId, ends, by, now);
            return tunnels.add(session, step.next())
                    .chain(() -> carryOut(session, step, trace))
                    .map(RotationStart.Started::new);
        });
    }

    private static boolean isEnrolled(NodeIdentity identity) {
        return identity != null && identity.status() == NodeIdentity.Status.ENROLLED;
    }

    @Override
    public Uni<Void> commandEnded(Mutiny.Session session, TrackedCommand command) {
        return tunnels.lockAwaiting(session, command.id())
                .onItem()
                .ifNotNull()
                .transformToUni(rotation -> tunnels.find(
                                session, rotation.tunnel().name())
                        .map(declared -> command.result()
                                .map(result -> rotation.succeeded(result, declared))
                                .orElseGet(() -> rotation.failed(
                                        command.failure().orElse("the command ended without a result"))))
                        .chain(step -> carryOut(session, step, command.causes()))
                        .replaceWithVoid());
    }

    /** Ends the rotations that need a node which is trusted no more; called in the transaction that revokes it. */
    Uni<Void> giveUp(Mutiny.Session session, String node, Trace trace) {
        return tunnels.lockRunning(session)
                .onItem()
                .transformToMulti(running -> Multi.createFrom().iterable(running))
                .filter(rotation -> rotation.concerns(node))
                .onItem()
                .transformToUniAndConcatenate(
                        rotation -> carryOut(session, rotation.failed("the node " + node + " was revoked"), trace))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<PskRotation> carryOut(Mutiny.Session session, Step step, Trace trace) {
        PskRotation next = step.next();
        Uni<PskRotation> sent = step.command() == null
                ? Uni.createFrom().item(next)
                : send(session, step, trace).map(next::awaiting);
        return sent.call(rotation -> tunnels.advance(session, rotation, clock.instant()))
                .call(() -> Multi.createFrom()
                        .iterable(step.events())
                        .onItem()
                        .transformToUniAndConcatenate(event ->
                                outbox.event(session, event, null, next.tunnel().name(), trace))
                        .collect()
                        .asList());
    }

    private Uni<UUID> send(Mutiny.Session session, Step step, Trace trace) {
        return commands.send(
                session,
                new Commands.Sending(
                        step.node(),
                        step.command(),
                        step.next().tunnel().name(),
                        step.next().askedBy(),
                        config.pskPatience(),
                        trace));
    }
}
