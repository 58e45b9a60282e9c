package org.openfoodfacts.brigade.platform.commands;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** Gives up commands that nobody accepted before their deadline, so that a silent node is never mistaken for a busy one. */
@ApplicationScoped
public class CommandExpiry {
    private static final Logger LOG = Logger.getLogger(CommandExpiry.class);
    private static final String OVERDUE =
            "select id from command where state = 'SENT' and deadline < :before order by deadline limit 100";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final CommandsConfig config;
    private final Clock clock;
    private final List<ReportListener> listeners;

    CommandExpiry(
            Mutiny.SessionFactory sessions,
            Outbox outbox,
            CommandsConfig config,
            Clock clock,
            @Any Instance<ReportListener> listeners) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
        this.listeners = listeners.stream().toList();
    }

    @Scheduled(every = "${brigade.commands.expiry-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant before = clock.instant().minus(config.expiryGrace());
        return sessions.withSession(session -> session.createNativeQuery(OVERDUE, UUID.class)
                        .setParameter("before", before)
                        .getResultList())
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(this::expireAlone)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** One transaction per command: a listener that fails for one must not keep the others from expiring. */
    private Uni<Void> expireAlone(UUID id) {
        return outbox.inTransaction(session -> session.find(TrackedCommand.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .chain(command -> command.state() == CommandState.SENT
                                ? expire(session, command)
                                : Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "command %s cannot be given up, the next sweep tries again", id))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> expire(Mutiny.Session session, TrackedCommand command) {
        command.expire(clock.instant());
        return Multi.createFrom()
                .iterable(listeners)
                .onItem()
                .transformToUniAndConcatenate(listener -> listener.commandEnded(session, command))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
