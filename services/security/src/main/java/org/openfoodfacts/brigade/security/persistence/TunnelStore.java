package org.openfoodfacts.brigade.security.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.Tunnel;

/** Declared tunnels and the rotations of their keys. */
@ApplicationScoped
public class TunnelStore {

    public Uni<Void> replaceAll(Session session, List<DeclaredTunnel> tunnels) {
        Object[] entities = tunnels.stream().map(TunnelEntity::new).toArray();
        return session.createMutationQuery("delete from TunnelEntity")
                .executeUpdate()
                .chain(() -> session.persistAll(entities));
    }

    public Uni<List<Tunnel>> list(Session session, String after, int limit) {
        return session.createQuery("from TunnelEntity where name > :after order by name", TunnelEntity.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(TunnelEntity::toTunnel).toList());
    }

    /** Null when the fleet declares no such tunnel. */
    public Uni<Tunnel> find(Session session, String name) {
        return session.find(TunnelEntity.class, name).onItem().ifNotNull().transform(TunnelEntity::toTunnel);
    }

    /** The rotation that runs for the tunnel now; null when none does. */
    public Uni<PskRotation> running(Session session, Tunnel tunnel) {
        return session.createQuery(
                        "from RotationEntity where tunnel = :tunnel and endedAt is null", RotationEntity.class)
                .setParameter("tunnel", tunnel.name())
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(row -> row.toRotation(tunnel));
    }

    public Uni<Void> add(Session session, PskRotation rotation) {
        return session.persist(new RotationEntity(rotation)).chain(session::flush);
    }

    public Uni<Void> advance(Session session, PskRotation rotation, Instant now) {
        return session.find(RotationEntity.class, rotation.id())
                .invoke(row -> row.advance(rotation, now))
                .replaceWithVoid();
    }

    /** The rotation that waits for this command; null when none does or its tunnel is no longer declared. */
    public Uni<PskRotation> awaiting(Session session, UUID commandId) {
        return session.createQuery("from RotationEntity where commandId = :command", RotationEntity.class)
                .setParameter("command", commandId)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transformToUni(row ->
                        find(session, row.tunnel()).map(tunnel -> tunnel == null ? null : row.toRotation(tunnel)));
    }

    /** Newest first. */
    public Uni<List<PskRotation>> rotations(Session session, Tunnel tunnel, int limit) {
        return session.createQuery(
                        "from RotationEntity where tunnel = :tunnel order by askedAt desc", RotationEntity.class)
                .setParameter("tunnel", tunnel.name())
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(row -> row.toRotation(tunnel)).toList());
    }
}
