package org.openfoodfacts.brigade.inventory.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.inventory.domain.SiteSummary;
import org.openfoodfacts.brigade.inventory.persistence.NodeStore;
import org.openfoodfacts.brigade.platform.rest.Page;

/** The sites, and the guests on their hosts. */
@Path("/")
@RolesAllowed("viewer")
public class SiteResource {
    private final NodeStore nodes;
    private final Mutiny.SessionFactory sessions;

    SiteResource(NodeStore nodes, Mutiny.SessionFactory sessions) {
        this.nodes = nodes;
        this.sessions = sessions;
    }

    @GET
    @Path("/sites")
    @Operation(summary = "All declared sites with their machines counted, by name.")
    public Uni<List<SiteSummary>> sites() {
        return sessions.withSession(nodes::sites);
    }

    @GET
    @Path("/guests")
    @Operation(summary = "All declared guests, by name.")
    public Uni<Page<GuestView>> guests(
            @QueryParam("site") String site,
            @QueryParam("host") String host,
            @QueryParam("status") String status,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        int size = QueryMapper.limit(limit);
        NodeStore.Query query = new NodeStore.Query(
                QueryMapper.orEmpty(site),
                QueryMapper.orEmpty(host),
                StatusView.parse(status),
                true,
                QueryMapper.orEmpty(after),
                size + 1);
        return sessions.withSession(session -> nodes.list(session, query))
                .map(rows -> Page.of(rows.stream().map(GuestView::of).toList(), size, GuestView::name));
    }
}
