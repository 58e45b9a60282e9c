package org.openfoodfacts.brigade.inventory;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.inventory.domain.Observation;
import org.openfoodfacts.brigade.inventory.persistence.FleetStore;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/**
 * Tells a node what to watch once it enrolled: before that its orders topic does not exist, and an order to it would be stuck in the
 * outbox. A node that enrols again is told again.
 */
@ApplicationScoped
public class EnrolmentService {
    private final Outbox outbox;
    private final FleetStore fleets;

    EnrolmentService(Outbox outbox, FleetStore fleets) {
        this.outbox = outbox;
        this.fleets = fleets;
    }

    public Uni<Void> take(NodeIdentity identity, Trace trace) {
        String keyId = identity.status() == NodeIdentity.Status.ENROLLED ? identity.keyId() : null;
        return outbox.inTransaction(session -> fleets.lock(session)
                .chain(() -> fleets.observation(session, identity.node()))
                .map(known -> known == null ? Observation.undeclared(identity.node()) : known)
                .chain(observation -> tell(session, observation, keyId, trace)));
    }

    private Uni<Void> tell(Session session, Observation before, String keyId, Trace trace) {
        Observation now = before.withKey(keyId);
        Uni<Void> saved = fleets.save(session, now);
        return before.isNewTo(keyId) && now.order().isPresent()
                ? saved.chain(
                        () -> outbox.order(session, now.node(), now.order().orElseThrow(), trace))
                : saved;
    }
}
