package org.openfoodfacts.brigade.security;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.PskRotation.State;
import org.openfoodfacts.brigade.security.domain.Tunnel;
import org.openfoodfacts.brigade.security.persistence.TunnelStore;

/** The declared tunnels and the rotations of their keys, as they stand. */
@ApplicationScoped
public class TunnelReader {
    private final Mutiny.SessionFactory sessions;
    private final TunnelStore store;

    TunnelReader(Mutiny.SessionFactory sessions, TunnelStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    /** A tunnel, the rotation whose key both ends have, and the newest one; the latter two null when there is none. */
    public record TunnelKeys(Tunnel tunnel, PskRotation inUse, PskRotation latest) {}

    /** By name. */
    public Uni<List<TunnelKeys>> list(String after, int limit) {
        return sessions.withSession(
                session -> store.list(session, after, limit).chain(tunnels -> withKeys(session, tunnels)));
    }

    /** Null when the fleet declares no such tunnel. */
    public Uni<TunnelKeys> find(String name) {
        return sessions.withSession(session -> store.find(session, name)
                .onItem()
                .ifNotNull()
                .transformToUni(tunnel -> withKeys(session, List.of(tunnel)).map(List::getFirst)));
    }

    /** Newest first; null when the fleet declares no such tunnel. */
    public Uni<List<PskRotation>> rotations(String tunnel, UUID before, int limit) {
        return sessions.withSession(session -> store.find(session, tunnel)
                .onItem()
                .ifNotNull()
                .transformToUni(declared -> store.rotations(session, tunnel, before, limit)));
    }

    /** Null when the tunnel had no such rotation. */
    public Uni<PskRotation> rotation(String tunnel, UUID id) {
        return sessions.withSession(session -> store.rotation(session, tunnel, id));
    }

    private Uni<List<TunnelKeys>> withKeys(Mutiny.Session session, List<Tunnel> tunnels) {
        List<String> names = tunnels.stream().map(Tunnel::name).toList();
        return store.newest(session, names, EnumSet.of(State.DONE))
                .chain(done -> store.newest(session, names, EnumSet.allOf(State.class))
                        .map(latest -> tunnels.stream()
                                .map(tunnel ->
                                        new TunnelKeys(tunnel, done.get(tunnel.name()), latest.get(tunnel.name())))
                                .toList()));
    }
}
