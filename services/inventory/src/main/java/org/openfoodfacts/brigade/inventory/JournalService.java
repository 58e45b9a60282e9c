package org.openfoodfacts.brigade.inventory;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.inventory.domain.EventFilter;
import org.openfoodfacts.brigade.inventory.domain.JournalEntry;
import org.openfoodfacts.brigade.inventory.persistence.EventStore;
import org.openfoodfacts.brigade.inventory.persistence.ImportStore;
import org.openfoodfacts.brigade.platform.context.CallerContext;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** The journal of all services' events: each once, in one order that never changes, for those who ask and those who follow. */
@ApplicationScoped
public class JournalService {
    private static final int FOLLOW_BATCH = 500;

    private final Mutiny.SessionFactory sessions;
    private final EventStore events;
    private final ImportStore imports;
    private final InventoryConfig config;
    private final Clock clock;

    JournalService(
            Mutiny.SessionFactory sessions,
            EventStore events,
            ImportStore imports,
            InventoryConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.events = events;
        this.imports = imports;
        this.config = config;
        this.clock = clock;
    }

    public Uni<Void> add(Decoded<Event> decoded) {
        if (decoded.message() == null) {
            return Uni.createFrom().voidItem();
        }
        String body = JsonText.write(decoded.message());
        return sessions.withTransaction((session, tx) -> events.add(session, decoded.envelope(), body));
    }

    /** The number of the newest entry. */
    public Uni<Long> last() {
        return sessions.withSession(events::last);
    }

    /**
     * Everything above {@code after}, and then whatever comes, for ever; each entry once and in order. Must be called on a Vert.x
     * context, where it then stays.
     */
    public Multi<JournalEntry> follow(EventFilter filter, long after) {
        Executor here = CallerContext.executor();
        AtomicLong position = new AtomicLong(after);
        return Multi.createBy()
                .repeating()
                .uni(() ->
                        Uni.createFrom().deferred(() -> next(filter, position)).runSubscriptionOn(here))
                .withDelay(config.journalPoll())
                .indefinitely()
                .onItem()
                .disjoint();
    }

    /** Numbers become visible in their order, so once a page is not full everything up to the newest number is dealt with. */
    private Uni<List<JournalEntry>> next(EventFilter filter, AtomicLong position) {
        return sessions.withSession(session -> events.last(session)
                .chain(last -> events.after(session, filter, position.get(), last, FOLLOW_BATCH)
                        .invoke(page -> position.set(
                                page.size() == FOLLOW_BATCH
                                        ? page.getLast().sequence()
                                        : Math.max(position.get(), last)))));
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        Instant before = clock.instant().minus(config.journalRetention());
        return sessions.withTransaction(
                        (session, tx) -> events.forget(session, before).chain(() -> imports.forget(session, before)))
                .replaceWithVoid();
    }
}
