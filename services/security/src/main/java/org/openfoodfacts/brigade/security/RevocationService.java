package org.openfoodfacts.brigade.security;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.security.messaging.KafkaAccess;
import org.openfoodfacts.brigade.security.persistence.IdentityStore;

/**
 * Takes a node's trust away. From the commit on no service believes it, its keys and its token are void and no rotation waits for it;
 * Kafka takes its rights and its password away right after (ADR 0065), and a sweep makes sure of that when the service or Kafka was away in
 * between.
 */
@ApplicationScoped
public class RevocationService {
    private static final Logger LOG = Logger.getLogger(RevocationService.class);

    private final Outbox outbox;
    private final IdentityStore store;
    private final PskService rotations;
    private final KafkaAccess kafka;
    private final Clock clock;

    RevocationService(Outbox outbox, IdentityStore store, PskService rotations, KafkaAccess kafka, Clock clock) {
        this.outbox = outbox;
        this.store = store;
        this.rotations = rotations;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** The revoked identity; null when there is no enrolled node of that name. */
    public Uni<NodeIdentity> revoke(String node, String reason, String by, Trace trace) {
        return outbox.inTransaction(session -> store.exclusively(session, node)
                        .chain(() -> store.revoke(session, node, reason, clock.instant()))
                        .call(identity -> identity == null
                                ? Uni.createFrom().voidItem()
                                : consequences(session, identity, reason, by, trace)))
                .call(identity -> identity == null ? Uni.createFrom().voidItem() : removeAccess());
    }

    private Uni<Void> consequences(
            Mutiny.Session session, NodeIdentity identity, String reason, String by, Trace trace) {
        String node = identity.node();
        return outbox.state(session, Topic.TRUST, node, identity, trace)
                .chain(() -> outbox.event(session, new SecurityEvent.NodeRevoked(node, reason, by), node, node, trace))
                .chain(() -> rotations.giveUp(session, node, trace));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> removeAccess() {
        return outbox.inTransaction(store::accessToRemove)
                .onItem()
                .transformToMulti(nodes -> Multi.createFrom().iterable(nodes))
                .onItem()
                .transformToUniAndConcatenate(this::removeAccess)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Unless the node was taken in again meanwhile: an enrolment waits for the same lock. */
    private Uni<Void> removeAccess(String node) {
        return outbox.inTransaction(session -> store.exclusively(session, node)
                        .chain(() -> store.mustLoseAccess(session, node))
                        .chain(must -> must
                                ? kafka.revoke(node).chain(() -> store.accessRemoved(session, node, clock.instant()))
                                : Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Kafka may still let the revoked node %s in, trying again: %s", node, e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
