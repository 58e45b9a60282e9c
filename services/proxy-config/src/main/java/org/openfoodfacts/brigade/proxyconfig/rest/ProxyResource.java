package org.openfoodfacts.brigade.proxyconfig.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.ProxyStore;

/** The reverse proxies of the fleet, and how far each is with its orders. */
@Path("/proxies")
@RolesAllowed("viewer")
public class ProxyResource {
    private final ProxyStore proxies;
    private final Mutiny.SessionFactory sessions;

    ProxyResource(ProxyStore proxies, Mutiny.SessionFactory sessions) {
        this.proxies = proxies;
        this.sessions = sessions;
    }

    @GET
    @Operation(summary = "All declared reverse proxies, by name. One per site, so never many.")
    public Uni<List<Proxy>> proxies() {
        return sessions.withSession(proxies::all);
    }
}
