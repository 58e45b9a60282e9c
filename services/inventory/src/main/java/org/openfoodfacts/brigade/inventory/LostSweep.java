package org.openfoodfacts.brigade.inventory;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.inventory.domain.Listening;
import org.openfoodfacts.brigade.inventory.messaging.FactsLag;
import org.openfoodfacts.brigade.inventory.persistence.PresenceStore;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/**
 * Declares silent nodes lost. Silence counts only while facts were read without delay: after a start, while Kafka was away or this
 * service behind, and after it stood still or its clock was put, a node gets its three intervals anew, so that our own silence is never
 * taken for that of a machine.
 */
@ApplicationScoped
public class LostSweep {
    private static final Logger LOG = Logger.getLogger(LostSweep.class);
    /** More than an answer of Kafka that does not come costs, and less than the silence that makes most nodes lost. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final int SWEEPS = 3;

    private final Outbox outbox;
    private final PresenceStore presences;
    private final PresenceEvents events;
    private final FactsLag lag;
    private final Clock clock;
    private final Duration longestPause;
    private final AtomicReference<Listening> listening;

    LostSweep(
            Outbox outbox,
            PresenceStore presences,
            PresenceEvents events,
            FactsLag lag,
            InventoryConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.presences = presences;
        this.events = events;
        this.lag = lag;
        this.clock = clock;
        this.longestPause = longestPause(config.lostSweep());
        this.listening = new AtomicReference<>(Listening.from(clock.instant()));
    }

    /** @param every what the scheduler takes, {@code off} too */
    private static Duration longestPause(String every) {
        if (!every.matches("[0-9Pp].*")) {
            return PAUSE;
        }
        Duration sweeps = DurationConverter.parseDuration(every).multipliedBy(SWEEPS);
        return sweeps.compareTo(PAUSE) > 0 ? sweeps : PAUSE;
    }

    @Scheduled(every = "${brigade.inventory.lost-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant now = clock.instant();
        return lag.isUpToDate()
                .map(upToDate -> listening.updateAndGet(before -> before.look(now, upToDate, longestPause)))
                .chain(heard -> heard.since().isBefore(now)
                        ? declareLost(now, heard.since())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> declareLost(Instant now, Instant listeningSince) {
        return outbox.inTransaction(session -> presences
                .lockSilent(session, now, listeningSince)
                .onItem()
                .transformToMulti(silent -> Multi.createFrom().iterable(silent))
                .map(presence -> presence.silent(now, listeningSince))
                .invoke(step -> step.events().forEach(event -> LOG.warnf("%s", event)))
                .onItem()
                .transformToUniAndConcatenate(step -> events.apply(session, step))
                .collect()
                .asList()
                .replaceWithVoid());
    }
}
