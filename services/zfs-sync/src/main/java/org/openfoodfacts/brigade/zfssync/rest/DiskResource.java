package org.openfoodfacts.brigade.zfssync.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Health;
import org.openfoodfacts.brigade.zfssync.persistence.DiskStore;

/** What the disks of all nodes say of themselves. */
@Path("/disks")
@RolesAllowed("viewer")
public class DiskResource {
    private final DiskStore store;
    private final Mutiny.SessionFactory sessions;

    DiskResource(DiskStore store, Mutiny.SessionFactory sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    @GET
    @Operation(
            summary = "All disks of nodes that have smartctl, by node and serial number, with their health.",
            description =
                    "FAILING: it says so itself, or has sectors it cannot read; replace it. WORN: it has begun to replace its own; have another one ready.")
    public Uni<Page<DiskView>> disks(
            @QueryParam("node") String node,
            @QueryParam("health") Health health,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.page(session, new DiskStore.Filter(node, health, after), size + 1))
                .map(found -> Page.of(found.stream().map(DiskView::of).toList(), size, DiskView::cursor));
    }
}
