package org.openfoodfacts.brigade.inventory;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.inventory.messaging.FactsLag;
import org.openfoodfacts.brigade.inventory.persistence.PresenceStore;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/**
 * Declares silent nodes lost. Silence counts only while facts were read without delay: after a start, and while Kafka was away or this
 * service behind, a node gets its three intervals anew, so that our own silence is never taken for that of a machine.
 */
@ApplicationScoped
public class LostSweep {
    private static final Logger LOG = Logger.getLogger(LostSweep.class);

    private final Outbox outbox;
    private final PresenceStore presences;
    private final PresenceEvents events;
    private final FactsLag lag;
    private final Clock clock;
    private final AtomicReference<Instant> listeningSince;

    LostSweep(Outbox outbox, PresenceStore presences, PresenceEvents events, FactsLag lag, Clock clock) {
        this.outbox = outbox;
        this.presences = presences;
        this.events = events;
        this.lag = lag;
        this.clock = clock;
        this.listeningSince = new AtomicReference<>(clock.instant());
    }

    @Scheduled(every = "${brigade.inventory.lost-sweep}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant now = clock.instant();
        return lag.isUpToDate().chain(upToDate -> {
            if (!upToDate) {
                listeningSince.set(now);
                return Uni.createFrom().voidItem();
            }
            return declareLost(now);
        });
    }

    private Uni<Void> declareLost(Instant now) {
        Instant listening = listeningSince.get();
        return outbox.inTransaction(session -> presences
                .lockSilent(session, now, listening)
                .onItem()
                .transformToMulti(silent -> Multi.createFrom().iterable(silent))
                .map(presence -> presence.silent(now, listening))
                .invoke(step -> step.events().forEach(event -> LOG.warnf("%s", event)))
                .onItem()
                .transformToUniAndConcatenate(step -> events.apply(session, step))
                .collect()
                .asList()
                .replaceWithVoid());
    }
}
