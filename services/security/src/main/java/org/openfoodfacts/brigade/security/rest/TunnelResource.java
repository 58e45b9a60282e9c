package org.openfoodfacts.brigade.security.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.security.PskService;
import org.openfoodfacts.brigade.security.TunnelReader;
import org.openfoodfacts.brigade.security.TunnelReader.TunnelKeys;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.PskRotation.State;
import org.openfoodfacts.brigade.security.domain.RotationStart;
import org.openfoodfacts.brigade.security.domain.Tunnel;

/** The tunnels of the fleet and the rotations of their keys; never a key. */
@Path("/tunnels")
public class TunnelResource {
    private final PskService psk;
    private final TunnelReader reader;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    TunnelResource(PskService psk, TunnelReader reader, SecurityIdentity caller, RequestTrace request) {
        this.psk = psk;
        this.reader = reader;
        this.caller = caller;
        this.request = request;
    }

    /** A rotation without what only the machinery needs. */
    public record RotationView(
            UUID id, String tunnel, String keyId, State state, String askedBy, Instant askedAt, String detail) {
        static RotationView of(PskRotation r) {
            return new RotationView(
                    r.id(), r.tunnel().name(), r.keyId(), r.state(), r.askedBy(), r.askedAt(), r.detail());
        }
    }

    /** A tunnel, the last key both ends have, and the newest rotation; the latter two absent when there is none. */
    public record TunnelView(@JsonUnwrapped Tunnel tunnel, RotationView inUse, RotationView latest) {
        static TunnelView of(TunnelKeys keys) {
            return new TunnelView(
                    keys.tunnel(),
                    keys.inUse() == null ? null : RotationView.of(keys.inUse()),
                    keys.latest() == null ? null : RotationView.of(keys.latest()));
        }
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "All declared tunnels, by name.")
    public Uni<Page<TunnelView>> tunnels(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return reader.list(after, size + 1)
                .map(rows -> rows.stream().map(TunnelView::of).toList())
                .map(views -> Page.of(views, size, view -> view.tunnel().name()));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed("viewer")
    @Operation(summary = "A declared tunnel, which key it uses, and its newest rotation.")
    public Uni<TunnelView> tunnel(@PathParam("name") String name) {
        return reader.find(known(name))
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(name))
                .map(TunnelView::of);
    }

    @POST
    @Path("/{name}/psk")
    @RolesAllowed("admin")
    @Operation(
            summary =
                    "Give the tunnel a new key: issued on the server's node, sealed to the client's, written on both.")
    public Uni<Response> rotate(@PathParam("name") String name, UriInfo uri) {
        return psk.rotate(known(name), caller.getPrincipal().getName(), request.trace())
                .map(start -> switch (start) {
                    case RotationStart.Started started ->
                        Response.accepted(RotationView.of(started.rotation()))
                                .location(uri.getBaseUriBuilder()
                                        .path("tunnels/{name}/psk/{id}")
                                        .build(name, started.rotation().id()))
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
    public Uni<Page<RotationView>> rotations(
            @PathParam("name") String name, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        UUID before = Page.after(after);
        return reader.rotations(known(name), before, size + 1)
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(name))
                .map(rows -> rows.stream().map(RotationView::of).toList())
                .map(views -> Page.of(views, size, view -> view.id().toString()));
    }

    @GET
    @Path("/{name}/psk/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One rotation of a tunnel's key.")
    public Uni<RotationView> rotation(@PathParam("name") String name, @PathParam("id") UUID id) {
        return reader.rotation(known(name), id)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("the tunnel '" + name + "' had no rotation " + id))
                .map(RotationView::of);
    }

    /** The database knows no text with control characters, so no tunnel has such a name. */
    private static String known(String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw noSuch(name);
        }
        return name;
    }

    private static ProblemException noSuch(String name) {
        return ProblemException.notFound("the fleet declares no tunnel '" + name + "'; GET tunnels lists them");
    }
}
