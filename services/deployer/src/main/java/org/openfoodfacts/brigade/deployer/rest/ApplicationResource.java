package org.openfoodfacts.brigade.deployer.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.deployer.FleetService;
import org.openfoodfacts.brigade.deployer.domain.PlainText;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;

/** The applications of the fleet, and the flavors each can be deployed to. */
@Path("/applications")
@RolesAllowed("viewer")
public class ApplicationResource {
    private final FleetService fleet;

    ApplicationResource(FleetService fleet) {
        this.fleet = fleet;
    }

    @GET
    @Operation(summary = "All declared applications with their flavors, by name.")
    public Uni<Page<DeclaredApplication>> applications(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return fleet.list(after, size + 1).map(rows -> Page.of(rows, size, DeclaredApplication::name));
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One declared application.")
    public Uni<DeclaredApplication> application(@PathParam("name") String name) {
        return (PlainText.isPlain(name) ? fleet.find(name) : Uni.createFrom().<DeclaredApplication>nullItem())
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound(
                        "the fleet declares no application '" + name + "'; GET applications lists them"));
    }
}
