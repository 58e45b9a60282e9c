package org.openfoodfacts.brigade.security;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.security.persistence.IdentityStore;

/** The identities as they stand. */
@ApplicationScoped
public class IdentityReader {
    private final Mutiny.SessionFactory sessions;
    private final IdentityStore store;

    IdentityReader(Mutiny.SessionFactory sessions, IdentityStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    /** By name. */
    public Uni<List<NodeIdentity>> list(String after, int limit) {
        return sessions.withSession(session -> store.list(session, after, limit));
    }

    /** Null when the node never enrolled. */
    public Uni<NodeIdentity> find(String node) {
        return sessions.withSession(session -> store.find(session, node));
    }
}
