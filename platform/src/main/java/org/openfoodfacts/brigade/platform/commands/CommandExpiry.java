package org.openfoodfacts.brigade.platform.commands;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** Gives up commands that nobody accepted before their deadline, so that a silent node is never mistaken for a busy one. */
@ApplicationScoped
public class CommandExpiry {
    private static final String OVERDUE =
            "select id from command where state = 'SENT' and deadline < :before order by deadline limit 100"
                    + " for update skip locked";

    private final Outbox outbox;
    private final CommandsConfig config;
    private final Clock clock;
    private final List<ReportListener> listeners;

    CommandExpiry(Outbox outbox, CommandsConfig config, Clock clock, @Any Instance<ReportListener> listeners) {
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
        this.listeners = listeners.stream().toList();
    }

    @Scheduled(every = "${brigade.commands.expiry-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return outbox.inTransaction(session -> session.createNativeQuery(OVERDUE, UUID.class)
                .setParameter("before", clock.instant().minus(config.expiryGrace()))
                .getResultList()
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(id -> expire(session, id))
                .collect()
                .asList()
                .replaceWithVoid());
    }

    private Uni<Void> expire(Mutiny.Session session, UUID id) {
        return session.find(TrackedCommand.class, id)
                .invoke(command -> command.expire(clock.instant()))
                .onItem()
                .transformToMulti(command -> Multi.createFrom()
                        .iterable(listeners)
                        .onItem()
                        .transformToUniAndConcatenate(listener -> listener.commandEnded(session, command)))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
