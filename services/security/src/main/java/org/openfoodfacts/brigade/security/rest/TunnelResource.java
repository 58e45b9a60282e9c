package org.openfoodfacts.brigade.security.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.security.PskService;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.RotationStart;
import org.openfoodfacts.brigade.security.domain.Tunnel;
import org.openfoodfacts.brigade.security.persistence.TunnelStore;

/** The tunnels of the fleet and the rotations of their keys; never a key. */
@Path("/tunnels")
public class TunnelResource {
    private static final int ROTATIONS = 50;

    private final PskService psk;
    private final TunnelStore store;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    TunnelResource(
            PskService psk,
            TunnelStore store,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request) {
        this.psk = psk;
        this.store = store;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
    }

    /** A rotation without what only the machinery needs. */
    public record RotationView(
            UUID id,
            String tunnel,
            String keyId,
            PskRotation.State state,
            String askedBy,
            Instant askedAt,
            String detail) {
        static RotationView of(PskRotation r) {
            return new RotationView(
                    r.id(), r.tunnel().name(), r.keyId(), r.state(), r.askedBy(), r.askedAt(), r.detail());
        }
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "All declared tunnels, by name.")
    public Uni<Page<Tunnel>> tunnels(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.list(session, after, size + 1))
                .map(rows -> Page.of(rows, size, Tunnel::name));
    }

    @POST
    @Path("/{name}/psk")
    @RolesAllowed("admin")
    @Operation(
            summary =
                    "Give the tunnel a new key: issued on the server's node, sealed to the client's, written on both.")
    public Uni<Response> rotate(@PathParam("name") String name) {
        return psk.rotate(name, caller.getPrincipal().getName(), request.trace())
                .map(start -> switch (start) {
                    case RotationStart.Started started ->
                        Response.accepted(RotationView.of(started.rotation()))
                                .location(URI.create("tunnels/" + name + "/psk"))
                                .build();
                    case RotationStart.NoSuchTunnel none -> throw noSuch(name);
                    case RotationStart.AlreadyRunning running ->
                        throw new ProblemException(
                                ProblemCode.CONFLICT,
                                "a rotation of this tunnel is "
                                        + running.rotation().state() + " since "
                                        + running.rotation().askedAt());
                    case RotationStart.EndNotEnrolled missing ->
                        throw new ProblemException(
                                ProblemCode.CONFLICT,
                                "the node " + missing.node() + " is not enrolled; 'brigade node add " + missing.node()
                                        + "' first");
                });
    }

    @GET
    @Path("/{name}/psk")
    @RolesAllowed("viewer")
    @Operation(summary = "The rotations of a tunnel's key, newest first.")
    public Uni<List<RotationView>> rotations(@PathParam("name") String name) {
        return sessions.withSession(session -> store.find(session, name)
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(name))
                .chain(tunnel -> store.rotations(session, tunnel, ROTATIONS))
                .map(list -> list.stream().map(RotationView::of).toList()));
    }

    private static ProblemException noSuch(String name) {
        return ProblemException.notFound("the fleet declares no tunnel '" + name + "'; GET tunnels lists them");
    }
}
