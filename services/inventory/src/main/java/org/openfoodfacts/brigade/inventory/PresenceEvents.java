package org.openfoodfacts.brigade.inventory;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.inventory.domain.Presence;
import org.openfoodfacts.brigade.inventory.persistence.PresenceStore;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** Writes a step of a node's presence and its events in one transaction. */
@ApplicationScoped
public class PresenceEvents {
    private final PresenceStore presences;
    private final Outbox outbox;

    PresenceEvents(PresenceStore presences, Outbox outbox) {
        this.presences = presences;
        this.outbox = outbox;
    }

    Uni<Void> apply(Session session, Presence.Step step) {
        String node = step.next().node();
        return presences
                .save(session, step.next())
                .onItem()
                .transformToMulti(saved -> Multi.createFrom().iterable(step.events()))
                .onItem()
                .transformToUniAndConcatenate(event -> outbox.event(session, event, node, node, Trace.NONE))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
