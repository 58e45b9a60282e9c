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
import org.openfoodfacts.brigade.zfssync.domain.DatasetPoint;
import org.openfoodfacts.brigade.zfssync.domain.Growth;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetHistoryStore;

/** What the datasets of a pool took over time: who it is that fills it. */
@Path("/pools/{node}/{pool}/growth")
@RolesAllowed("viewer")
public class GrowthResource {
    private final DatasetHistoryStore store;
    private final Mutiny.SessionFactory sessions;

    GrowthResource(DatasetHistoryStore store, Mutiny.SessionFactory sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    public record Grown(List<Growth> items) {
        public Grown {
            items = List.copyOf(items);
        }
    }

    /** Oldest first. */
    public record Points(List<DatasetPoint> items) {
        public Points {
            items = List.copyOf(items);
        }
    }

    @GET
    @Operation(
            summary =
                    "The datasets of a pool that take more than they did; those that grew the most by themselves first.",
            description =
                    "since is an instant. ownBytes leaves out what lies below a dataset; grownBytes and usedBytes have it. What was not there then has grown from nothing. At most limit of them.")
    public Uni<Grown> growth(
            @PathParam("node") String node,
            @PathParam("pool") String pool,
            @QueryParam("since") String since,
            @QueryParam("limit") Integer limit) {
        if (since == null) {
            throw ProblemException.field("since", "must say from when on, an instant such as 2026-11-01T00:00:00Z");
        }
        Instant from = Since.of(since);
        return sessions.withSession(session -> store.growth(session, node, pool, from, Page.limit(limit)))
                .map(Grown::new);
    }

    @GET
    @Path("/{dataset: .+}")
    @Operation(
            summary = "What a dataset took at the end of each day, also one that is no more; two years at most.",
            description = "since is an instant. dataset is its whole name, the pool's included.")
    public Uni<Points> points(
            @PathParam("node") String node,
            @PathParam("pool") String pool,
            @PathParam("dataset") String dataset,
            @QueryParam("since") @DefaultValue("1970-01-01T00:00:00Z") String since) {
        if (!dataset.equals(pool) && !dataset.startsWith(pool + "/")) {
            throw ProblemException.notFound("'" + dataset + "' is no dataset of the pool '" + pool
                    + "'; its whole name begins with the pool's");
        }
        Instant from = Since.of(since);
        return sessions.withSession(session -> store.points(session, node, dataset, from)
                .call(points -> points.isEmpty()
                        ? known(session, node, dataset)
                        : Uni.createFrom().voidItem())
                .map(Points::new));
    }

    private Uni<Void> known(Mutiny.Session session, String node, String dataset) {
        return store.points(session, node, dataset, Instant.EPOCH)
                .invoke(all -> {
                    if (all.isEmpty()) {
                        throw ProblemException.notFound(
                                "nothing is known of a dataset '" + dataset + "' of '" + node + "'");
                    }
                })
                .replaceWithVoid();
    }
}
