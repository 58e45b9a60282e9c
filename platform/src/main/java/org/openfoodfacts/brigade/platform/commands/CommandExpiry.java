package org.openfoodfacts.brigade.platform.commands;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/**
 * Gives up commands that nobody accepted before their deadline, and those that were accepted and then not heard of for too long, so that
 * a silent node is never mistaken for a busy one. Judges only as far as the reports are read: what waits in Kafka is no silence.
 */
@ApplicationScoped
public class CommandExpiry {
    private static final Logger LOG = Logger.getLogger(CommandExpiry.class);
    private static final String OVERDUE = """
            select id from command
            where state = 'SENT' and greatest(deadline, cast(:since as timestamptz)) < :deadlineBefore
                or state = 'ACCEPTED'
                    and greatest(heard_at, cast(:since as timestamptz)) + silence_ms * interval '1 millisecond' < :until
            order by deadline limit 100""";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final ReportsRead reports;
    private final CommandsConfig config;
    private final Clock clock;
    private final ReportListeners listeners;

    CommandExpiry(
            Mutiny.SessionFactory sessions,
            Outbox outbox,
            ReportsRead reports,
            CommandsConfig config,
            Clock clock,
            ReportListeners listeners) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.reports = reports;
        this.config = config;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** Kafka is asked only when some command is silent for long enough by the clock. */
    @Scheduled(every = "${brigade.commands.expiry-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return overdue(new Hearing(Instant.EPOCH, clock.instant()))
                .chain(silent -> silent.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : reports.hearing().chain(this::giveUp));
    }

    private Uni<Void> giveUp(Hearing hearing) {
        return overdue(hearing)
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(id -> giveUpAlone(id, hearing))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<List<UUID>> overdue(Hearing hearing) {
        return sessions.withSession(session -> session.createNativeQuery(OVERDUE, UUID.class)
                .setParameter("since", hearing.since())
                .setParameter("deadlineBefore", hearing.until().minus(config.expiryGrace()))
                .setParameter("until", hearing.until())
                .getResultList());
    }

    /** One transaction per command: a listener that fails for one must not keep the others from being given up. */
    private Uni<Void> giveUpAlone(UUID id, Hearing hearing) {
        return outbox.inTransaction(session -> session.find(TrackedCommand.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .chain(command -> command != null && command.isOverdue(hearing, config.expiryGrace())
                                ? giveUp(session, command)
                                : Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "command %s cannot be given up, the next sweep tries again", id))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> giveUp(Mutiny.Session session, TrackedCommand command) {
        command.giveUp(clock.instant());
        return listeners.commandEnded(session, command);
    }
}
