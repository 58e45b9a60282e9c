package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** Sends commands and knows what became of each. */
@ApplicationScoped
public class Commands {
    private static final String LAST_OUTPUT = """
            select o.* from command c cross join lateral (
              select * from command_output where command_id = c.id order by sequence desc limit 1) o
            where c.id in (:ids)""";

    /** The size of a text is known without the text being read. */
    private static final String OUTPUT = """
            select command_id, sequence, lines, dropped_lines from (
              select *, octet_length(lines) as size, sum(octet_length(lines)) over (order by sequence) as so_far
              from command_output where command_id = :id and sequence > :after order by sequence limit :reports) page
            where so_far <= :bytes or so_far = size order by sequence""";

    private final Outbox outbox;
    private final CommandsConfig config;
    private final Clock clock;

    Commands(Outbox outbox, CommandsConfig config, Clock clock) {
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What to send: to which node, about what, on whose behalf, and how long the node may take to accept it. {@code ownLimit} is how long
     * the command may run without a word by a limit of its own.
     */
    public record Sending(
            String node,
            Command command,
            String subject,
            String sentBy,
            Duration patience,
            Duration ownLimit,
            Trace trace) {

        /** A command that has no limit of its own. */
        public Sending(String node, Command command, String subject, String sentBy, Duration patience, Trace trace) {
            this(node, command, subject, sentBy, patience, Duration.ZERO, trace);
        }
    }

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
        return session.persist(new TrackedCommand(
                        id, envelope, sending.sentBy(), config.silence().plus(sending.ownLimit())))
                .chain(() -> outbox.command(session, sending.command(), envelope))
                .replaceWith(id);
    }

    /** Null when this service sent no such command. */
    public Uni<CommandView> view(Mutiny.Session session, UUID id) {
        return session.find(TrackedCommand.class, id).onItem().ifNotNull().transform(TrackedCommand::view);
    }

    /** What each command printed last; one that printed nothing is left out. */
    public Uni<Map<UUID, String>> lastLines(Mutiny.Session session, List<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createNativeQuery(LAST_OUTPUT, OutputEntity.class)
                        .setParameter("ids", ids)
                        .getResultList()
                        .map(rows -> {
                            Map<UUID, String> last = new HashMap<>();
                            for (OutputEntity row : rows) {
                                List<OutputLine> lines = OutputView.of(row).lines();
                                if (!lines.isEmpty()) {
                                    last.put(row.commandId(), lines.getLast().text());
                                }
                            }
                            return last;
                        });
    }

    /** The output reports behind {@code after}, oldest first: at most so many, of at most so many bytes together, but always one if there is any. */
    public Uni<List<OutputView>> output(Mutiny.Session session, UUID id, long after, int reports, int bytes) {
        return session.createNativeQuery(OUTPUT, OutputEntity.class)
                .setParameter("id", id)
                .setParameter("after", after)
                .setParameter("reports", reports)
                .setParameter("bytes", bytes)
                .getResultList()
                .map(rows -> rows.stream().map(OutputView::of).toList());
    }
}
