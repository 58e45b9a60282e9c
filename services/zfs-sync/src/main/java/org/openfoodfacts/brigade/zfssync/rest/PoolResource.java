package org.openfoodfacts.brigade.zfssync.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.Since;
import org.openfoodfacts.brigade.zfssync.domain.PoolPoint;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.Filter;
import org.openfoodfacts.brigade.zfssync.persistence.PoolHistoryStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolStatusStore;

/** The ZFS pools of all nodes, how full they were, and when they are expected to be full. */
@Path("/pools")
@RolesAllowed("viewer")
public class PoolResource {
    private final DatasetStore store;
    private final PoolStateStore states;
    private final PoolStatusStore statuses;
    private final PoolHistoryStore history;
    private final Mutiny.SessionFactory sessions;

    PoolResource(
            DatasetStore store,
            PoolStateStore states,
            PoolStatusStore statuses,
            PoolHistoryStore history,
            Mutiny.SessionFactory sessions) {
        this.store = store;
        this.states = states;
        this.statuses = statuses;
        this.history = history;
        this.sessions = sessions;
    }

    @GET
    @Operation(summary = "All pools, by node and name, with the days they are expected to be full.")
    public Uni<Page<PoolView>> pools(
            @QueryParam("node") String node,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.pools(session, new Filter(node, null, after), size + 1)
                .chain(rows -> statuses.all(session)
                        .chain(told -> states.all(session)
                                .map(seen -> rows.stream()
                                        .map(row -> PoolView.of(row, seen.get(row.key()), told.get(row.key())))
                                        .toList())))
                .map(views -> Page.of(views, size, PoolView::cursor)));
    }

    /** Oldest first. */
    public record History(List<PoolPoint> items) {
        public History {
            items = List.copyOf(items);
        }
    }

    @GET
    @Path("/{node}/{pool}/history")
    @Operation(
            summary = "How full a pool was, also one that is no more.",
            description = "The highest level of each hour for two weeks, of each day before. since is an instant.")
    public Uni<History> history(
            @PathParam("node") String node,
            @PathParam("pool") String pool,
            @QueryParam("since") @DefaultValue("1970-01-01T00:00:00Z") String since) {
        Instant from = Since.of(since);
        return sessions.withSession(session -> history.points(session, node, pool, from)
                .call(points -> points.isEmpty()
                        ? known(session, node, pool)
                        : Uni.createFrom().voidItem())
                .map(History::new));
    }

    private Uni<Void> known(Mutiny.Session session, String node, String pool) {
        return history.points(session, node, pool, Instant.EPOCH)
                .invoke(all -> {
                    if (all.isEmpty()) {
                        throw ProblemException.notFound("nothing is known of a pool '" + pool + "' of '" + node + "'");
                    }
                })
                .replaceWithVoid();
    }
}
