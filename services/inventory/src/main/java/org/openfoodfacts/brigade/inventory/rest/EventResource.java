package org.openfoodfacts.brigade.inventory.rest;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.inventory.JournalService;
import org.openfoodfacts.brigade.inventory.domain.EventFilter;
import org.openfoodfacts.brigade.inventory.domain.JournalEntry;
import org.openfoodfacts.brigade.inventory.persistence.EventStore;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.TokenLife;

/** The journal of all services' events, to be read in pages or followed. */
@Path("/events")
@RolesAllowed("viewer")
public class EventResource {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final JournalService journal;
    private final EventStore store;
    private final Mutiny.SessionFactory sessions;
    private final TokenLife token;
    private final Sse sse;

    EventResource(JournalService journal, EventStore store, Mutiny.SessionFactory sessions, TokenLife token, Sse sse) {
        this.journal = journal;
        this.store = store;
        this.sessions = sessions;
        this.token = token;
        this.sse = sse;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Events in the order of the journal: oldest first, or newest first with order=newest. 'type' is a full"
                            + " type or its kebab name; follow=true (or Accept: text/event-stream) streams what comes.")
    public Uni<Page<EventView>> list(
            @BeanParam EventRequest query,
            @QueryParam("order") String order,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        int size = QueryMapper.limit(limit);
        EventFilter filter = query.filter();
        return sessions.withSession(session -> rows(session, filter, order, after, size + 1))
                .map(rows ->
                        Page.of(rows.stream().map(EventView::of).toList(), size, row -> Long.toString(row.sequence())));
    }

    private Uni<List<JournalEntry>> rows(
            Mutiny.Session session, EventFilter filter, String order, String after, int limit) {
        return switch (QueryMapper.orEmpty(order)) {
            case "", "oldest" ->
                store.after(session, filter, QueryMapper.number("after", after, 0), Long.MAX_VALUE, limit);
            case "newest" -> store.before(session, filter, QueryMapper.number("after", after, Long.MAX_VALUE), limit);
            default -> throw ProblemException.field("order", "must be oldest or newest");
        };
    }

    @GET
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary =
                    "Events as they come, as server-sent events whose id is the sequence. Begins behind Last-Event-ID, else"
                            + " behind 'after', else with the next event; none is left out or sent twice. When the journal has"
                            + " no such number (it was restored from a backup), with the next event, which a comment says."
                            + " Ends when the token does.")
    public Multi<OutboundSseEvent> follow(
            @BeanParam EventRequest query,
            @QueryParam("after") String after,
            @HeaderParam("Last-Event-ID") String lastEventId) {
        EventFilter filter = query.filter();
        long behind = QueryMapper.number("Last-Event-ID", lastEventId, QueryMapper.number("after", after, -1));
        Multi<OutboundSseEvent> entries = journal.last()
                .onItem()
                .transformToMulti(last -> behind > last ? anew(filter, behind, last) : known(filter, behind, last));
        Multi<OutboundSseEvent> alive = Multi.createFrom()
                .ticks()
                .every(KEEP_ALIVE)
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("").build());
        return token.bound(Multi.createBy().merging().streams(entries, alive));
    }

    private Multi<OutboundSseEvent> known(EventFilter filter, long behind, long last) {
        return journal.follow(filter, behind >= 0 ? behind : last).map(this::event);
    }

    /**
     * The journal is another than the one this number is of: a backup of it was restored, or it was begun anew. What is in it the
     * follower has mostly seen, under other numbers perhaps, so only what comes is sent; the first lines say so, and carry the id that
     * a follower goes on from.
     */
    private Multi<OutboundSseEvent> anew(EventFilter filter, long behind, long last) {
        OutboundSseEvent why = sse.newEventBuilder()
                .id(Long.toString(last))
                .comment("the journal has no " + behind + ", it ends with " + last
                        + " (restored or begun anew): going on with what comes; GET events lists what is there")
                .build();
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(why), known(filter, last, last));
    }

    private OutboundSseEvent event(JournalEntry entry) {
        return sse.newEventBuilder()
                .id(Long.toString(entry.sequence()))
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(EventView.class, EventView.of(entry))
                .build();
    }
}
