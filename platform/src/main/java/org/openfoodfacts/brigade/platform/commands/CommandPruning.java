package org.openfoodfacts.brigade.platform.commands;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Forgets commands that ended long ago, and their output with them, a small batch per transaction. One that still runs stays, however old
 * it is. Age is told by this service's clock: when it was sent, last heard of, and given up; when it ended is what its node claims.
 */
@ApplicationScoped
public class CommandPruning {
    static final int BATCH = 200;
    private static final String PRUNE = """
            delete from command where id in (
                select id from command
                where sent_at < :before and state not in ('SENT', 'ACCEPTED')
                    and greatest(sent_at, heard_at, case when state in ('EXPIRED', 'LOST') then ended_at end) < :before
                order by sent_at limit :batch for update skip locked)""";

    private final Mutiny.SessionFactory sessions;
    private final CommandsConfig config;
    private final Clock clock;

    CommandPruning(Mutiny.SessionFactory sessions, CommandsConfig config, Clock clock) {
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${brigade.commands.prune-every}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> prune() {
        return pruneBefore(clock.instant().minus(config.retention()));
    }

    private Uni<Void> pruneBefore(Instant before) {
        return pruneBatch(before)
                .chain(count ->
                        count == BATCH ? pruneBefore(before) : Uni.createFrom().voidItem());
    }

    /** How many were forgotten. */
    private Uni<Integer> pruneBatch(Instant before) {
        return sessions.withTransaction((session, tx) -> session.createNativeQuery(PRUNE)
                .setParameter("before", before)
                .setParameter("batch", BATCH)
                .executeUpdate());
    }
}
