package org.openfoodfacts.brigade.inventory.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.inventory.ImportService;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome;
import org.openfoodfacts.brigade.inventory.persistence.ImportStore;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;

/** Imports of the configuration repository. */
@Path("/imports")
public class ImportResource {
    private final ImportService service;
    private final ImportStore store;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    ImportResource(
            ImportService service,
            ImportStore store,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request) {
        this.service = service;
        this.store = store;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
    }

    @POST
    @RolesAllowed("operator")
    @Operation(summary = "Read the configuration repository now and answer with what came of it.")
    public Uni<ImportOutcome> start() {
        return service.run(caller.getPrincipal().getName(), request.trace());
    }

    @GET
    @Path("/latest")
    @RolesAllowed("viewer")
    @Operation(summary = "The latest import that told something new: the commit taken over, or what is wrong with it.")
    public Uni<ImportOutcome> latest() {
        return sessions.withSession(store::latest)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("nothing was imported yet"));
    }
}
