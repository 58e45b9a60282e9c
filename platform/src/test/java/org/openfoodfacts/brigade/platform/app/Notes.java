package org.openfoodfacts.brigade.platform.app;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.requests.DeployRequested;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.inbox.Inbox;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** The smallest service there can be: counts in a table what took effect how often. */
@ApplicationScoped
public class Notes implements ReportListener {
    /** A request for this version fails whenever it is handled. */
    public static final String NEVER_WORKS = "never-works";

    private final Receiver receiver;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Map<String, Integer> handled = new ConcurrentHashMap<>();

    Notes(Receiver receiver, Outbox outbox, Inbox inbox) {
        this.receiver = receiver;
        this.outbox = outbox;
        this.inbox = inbox;
    }

    @Incoming("requests")
    Uni<Void> request(ConsumerRecord<String, byte[]> record) {
        return receiver.receive(record, DeployRequested.class, this::take);
    }

    @Incoming("facts")
    Uni<Void> fact(ConsumerRecord<String, byte[]> record) {
        return receiver.receive(
                record, Fact.class, decoded -> outbox.inTransaction(session -> note(session, decoded.key())));
    }

    private Uni<Void> take(Decoded<DeployRequested> decoded) {
        String version = decoded.message().version();
        handled.merge(version, 1, Integer::sum);
        return outbox.inTransaction(session -> inbox.isNew(session, decoded.envelope())
                .chain(isNew ->
                        isNew ? note(session, version) : Uni.createFrom().voidItem())
                .invoke(() -> {
                    if (version.equals(NEVER_WORKS)) {
                        throw new IllegalStateException("this version never works");
                    }
                }));
    }

    /** How often the handler was called for this version, whatever came of it. */
    public int timesHandled(String version) {
        return handled.getOrDefault(version, 0);
    }

    public Uni<Void> note(Mutiny.Session session, String name) {
        return session.createNativeQuery("insert into note (name, times) values (:name, 1)"
                        + " on conflict (name) do update set times = note.times + 1")
                .setParameter("name", name)
                .executeUpdate()
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> commandEnded(Mutiny.Session session, TrackedCommand command) {
        return session.createNativeQuery("insert into ended_command (command_id, state) values (:id, :state)")
                .setParameter("id", command.id())
                .setParameter("state", command.state().name())
                .executeUpdate()
                .replaceWithVoid();
    }
}
