package org.openfoodfacts.brigade.security.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.Tunnel;

/** Declared tunnels and the rotations of their keys. */
@ApplicationScoped
public class TunnelStore {
    private static final String KEYS_IN_USE = """
            select keyId from RotationEntity
            where tunnel = :tunnel and ordinal >= (
                select max(d.ordinal) from RotationEntity d where d.tunnel = :tunnel and d.state = :done)
            order by ordinal""";

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

    /** Makes transactions that change this tunnel's rotations wait for each other, in every instance, until they end. */
    public Uni<Void> exclusively(Session session, String tunnel) {
        return session.createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended('tunnel ' || :tunnel, 0))", Integer.class)
                .setParameter("tunnel", tunnel)
                .getSingleResult()
                .replaceWithVoid();
    }

    /** The rotation that runs for the tunnel now; null when none does. */
    public Uni<PskRotation> running(Session session, String tunnel) {
        return session.createQuery(
                        "from RotationEntity where tunnel = :tunnel and endedAt is null", RotationEntity.class)
                .setParameter("tunnel", tunnel)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(RotationEntity::toRotation);
    }

    /** All rotations that run now, locked. */
    public Uni<List<PskRotation>> lockRunning(Session session) {
        return session.createQuery("from RotationEntity where endedAt is null order by id", RotationEntity.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .map(TunnelStore::toRotations);
    }

    public Uni<Void> add(Session session, PskRotation rotation) {
        return session.persist(new RotationEntity(rotation)).chain(session::flush);
    }

    public Uni<Void> advance(Session session, PskRotation rotation, Instant now) {
        return session.find(RotationEntity.class, rotation.id())
                .invoke(row -> row.advance(rotation, now))
                .replaceWithVoid();
    }

    /** The rotation that waits for this command, locked; null when none does. */
    public Uni<PskRotation> lockAwaiting(Session session, UUID commandId) {
        return session.createQuery("from RotationEntity where commandId = :command", RotationEntity.class)
                .setParameter("command", commandId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(RotationEntity::toRotation);
    }

    /** Null when the tunnel had no such rotation. */
    public Uni<PskRotation> rotation(Session session, String tunnel, UUID id) {
        return session.find(RotationEntity.class, id)
                .map(row -> row == null || !row.tunnel().equals(tunnel) ? null : row.toRotation());
    }

    /** Newest first; {@code before} null begins at the newest. */
    public Uni<List<PskRotation>> rotations(Session session, String tunnel, UUID before, int limit) {
        String older =
                before == null ? "" : " and ordinal < (select b.ordinal from RotationEntity b where b.id = :before)";
        var query = session.createQuery(
                        "from RotationEntity where tunnel = :tunnel" + older + " order by ordinal desc",
                        RotationEntity.class)
                .setParameter("tunnel", tunnel)
                .setMaxResults(limit);
        if (before != null) {
            query.setParameter("before", before);
        }
        return query.getResultList().map(TunnelStore::toRotations);
    }

    /**
     * The keys the client may be using: the last that is known to be installed, and those after it, whose fate is not known. Empty when none was
     * ever installed.
     */
    public Uni<List<String>> keysInUse(Session session, String tunnel) {
        return session.createQuery(KEYS_IN_USE, String.class)
                .setParameter("tunnel", tunnel)
                .setParameter("done", PskRotation.State.DONE)
                .getResultList();
    }

    /** The newest rotation of each of these tunnels that is in one of the states; by the tunnel's name. */
    public Uni<Map<String, PskRotation>> newest(Session session, List<String> tunnels, Set<PskRotation.State> states) {
        return session.createNativeQuery(
                        "select distinct on (tunnel) * from psk_rotation where tunnel in (:tunnels)"
                                + " and state in (:states) order by tunnel, ordinal desc",
                        RotationEntity.class)
                .setParameter("tunnels", tunnels)
                .setParameter("states", states.stream().map(Enum::name).toList())
                .getResultList()
                .map(rows -> toRotations(rows).stream()
                        .collect(Collectors.toMap(rotation -> rotation.tunnel().name(), Function.identity())));
    }

    private static List<PskRotation> toRotations(List<RotationEntity> rows) {
        return rows.stream().map(RotationEntity::toRotation).toList();
    }
}
