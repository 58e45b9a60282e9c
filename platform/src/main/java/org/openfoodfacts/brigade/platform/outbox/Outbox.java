package org.openfoodfacts.brigade.platform.outbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.state.State;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.ServiceIdentity;

/**
 * The only way from a service to the bus. A message is signed and stored in the same transaction as the change that caused it; the
 * publisher sends it afterwards, at least once, in order per topic and key.
 */
@ApplicationScoped
public class Outbox {
    private final Mutiny.SessionFactory sessions;
    private final OutboxPublisher publisher;
    private final ServiceIdentity identity;
    private final Clock clock;
    private final AtomicLong added = new AtomicLong();

    Outbox(Mutiny.SessionFactory sessions, OutboxPublisher publisher, ServiceIdentity identity, Clock clock) {
        this.sessions = sessions;
        this.publisher = publisher;
        this.identity = identity;
        this.clock = clock;
    }

    /** Runs the work in one transaction and, once that is committed, has the publisher send what the work left in the outbox. */
    public <T> Uni<T> inTransaction(Function<Mutiny.Session, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            long before = added.get();
            return sessions.withTransaction((session, tx) -> work.apply(session))
                    .invoke(() -> wakeIfAddedSince(before));
        });
    }

    /** Work that ran beside this one may have added too; waking the publisher once more than needed costs a query. */
    private void wakeIfAddedSince(long before) {
        if (added.get() != before) {
            publisher.wake();
        }
    }

    /** An event about {@code subject}; {@code node} null when it is about no one machine. The key is the subject, so its history stays in order. */
    public Uni<Void> event(Mutiny.Session session, Event event, String node, String subject, Trace trace) {
        String topic = Topic.events(identity.service()).topicName();
        return add(session, topic, subject, event, envelope(Ids.next().toString(), event, node, subject, trace, null));
    }

    /** The newest order of its kind for a node. */
    public Uni<Void> order(Mutiny.Session session, String node, Order order, Trace trace) {
        String kind = EventType.of(order).kind();
        Envelope envelope = envelope(Ids.next().toString(), order, NodeName.require(node), kind, trace, null);
        return add(session, Topic.orders(node), kind, order, envelope);
    }

    /** The newest state under a key. */
    public Uni<Void> state(Mutiny.Session session, Topic topic, String key, State state, Trace trace) {
        return add(
                session, topic.topicName(), key, state, envelope(Ids.next().toString(), state, null, key, trace, null));
    }

    /** A command with its id and deadline; services send commands through {@code Commands}, which tracks them. */
    public Uni<Void> command(Mutiny.Session session, Message command, Envelope envelope) {
        return add(session, Topic.commands(envelope.node()), envelope.node(), command, envelope);
    }

    /** An envelope from this service, now. */
    public Envelope envelope(String id, Message message, String node, String subject, Trace trace, Instant expiry) {
        return new Envelope(
                id, identity.source(), EventType.of(message).id(), clock.instant(), node, subject, trace, expiry);
    }

    private Uni<Void> add(Mutiny.Session session, String topic, String key, Message message, Envelope envelope) {
        var record = Codec.encode(topic, key, message, envelope, identity.signer());
        added.incrementAndGet();
        return session.persist(new OutboxEntity(record, clock.instant()));
    }
}
