package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** Sends commands and knows what became of each. */
@ApplicationScoped
public class Commands {
    private final Outbox outbox;
    private final Clock clock;

    Commands(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What to send: to which node, about what, on whose behalf, and how long the node may take to accept it. */
    public record Sending(
            String node, Command command, String subject, String sentBy, Duration patience, Trace trace) {}

    /** Tracks and sends a command within the session's transaction; its id. */
    public Uni<UUID> send(Mutiny.Session session, Sending sending) {
        UUID id = Ids.next();
        Envelope envelope = outbox.envelope(
                id.toString(),
                sending.command(),
                sending.node(),
                sending.subject(),
                sending.trace(),
                clock.instant().plus(sending.patience()));
        return session.persist(new TrackedCommand(id, envelope, sending.sentBy()))
                .chain(() -> outbox.command(session, sending.command(), envelope))
                .replaceWith(id);
    }

    /** Null when this service sent no such command. */
    public Uni<CommandView> view(Mutiny.Session session, UUID id) {
        return session.find(TrackedCommand.class, id).onItem().ifNotNull().transform(TrackedCommand::view);
    }

    /** The output reports behind {@code after}, oldest first. */
    public Uni<List<OutputView>> output(Mutiny.Session session, UUID id, long after, int limit) {
        return session.createQuery(
                        "from OutputEntity where key.commandId = :id and key.sequence > :after order by key.sequence",
                        OutputEntity.class)
                .setParameter("id", id)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(OutputView::of).toList());
    }
}
