package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.Filter;

/** The ZFS pools of all nodes. */
@Path("/pools")
@RolesAllowed("viewer")
public class PoolResource {
    private final DatasetStore store;
    private final Mutiny.SessionFactory sessions;

    PoolResource(DatasetStore store, Mutiny.SessionFactory sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    public record PoolView(String node, @JsonUnwrapped Pool pool) {}

    @GET
    @Operation(summary = "All pools, by node and name.")
    public Uni<Page<PoolView>> pools(
            @QueryParam("node") String node,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.pools(session, new Filter(node, null, after), size + 1))
                .map(rows -> rows.stream()
                        .map(row -> new PoolView(row.node(), row.pool()))
                        .toList())
                .map(rows ->
                        Page.of(rows, size, row -> row.node() + "/" + row.pool().name()));
    }
}
