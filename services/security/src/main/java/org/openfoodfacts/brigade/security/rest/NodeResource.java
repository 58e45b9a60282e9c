package org.openfoodfacts.brigade.security.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.security.EnrolmentService;
import org.openfoodfacts.brigade.security.EnrolmentService.MadeInvitation;
import org.openfoodfacts.brigade.security.IdentityReader;
import org.openfoodfacts.brigade.security.RevocationService;
import org.openfoodfacts.brigade.security.domain.NodeAccess;

/** Who may join, and who no longer may. */
@Path("/")
public class NodeResource {
    private final EnrolmentService enrolments;
    private final RevocationService revocations;
    private final IdentityReader identities;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    NodeResource(
            EnrolmentService enrolments,
            RevocationService revocations,
            IdentityReader identities,
            SecurityIdentity caller,
            RequestTrace request) {
        this.enrolments = enrolments;
        this.revocations = revocations;
        this.identities = identities;
        this.caller = caller;
        this.request = request;
    }

    public record InvitationRequest(@NotBlank String node) {}

    public record RevocationRequest(
            @NotBlank @Size(max = 200) String reason) {}

    @POST
    @Path("/invitations")
    @RolesAllowed("admin")
    @Operation(summary = "Make a one-time token with which the machine of this name may enrol. It is shown only here.")
    public Uni<Response> invite(@NotNull @Valid InvitationRequest body) {
        Uni<MadeInvitation> made = enrolments.invite(
                name("node", body.node()), caller.getPrincipal().getName(), request.trace());
        return made.map(invitation ->
                Response.status(Response.Status.CREATED).entity(invitation).build());
    }

    @GET
    @Path("/nodes")
    @RolesAllowed("viewer")
    @Operation(summary = "All nodes that ever enrolled, by name.")
    public Uni<Page<NodeIdentity>> nodes(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return identities.list(after, size + 1).map(rows -> Page.of(rows, size, NodeIdentity::node));
    }

    @GET
    @Path("/nodes/{name}/identity")
    @RolesAllowed("viewer")
    @Operation(summary = "The public keys of a node and whether it is trusted.")
    public Uni<NodeIdentity> identity(@PathParam("name") String name) {
        return (NodeName.isValid(name)
                        ? identities.find(name)
                        : Uni.createFrom().<NodeIdentity>nullItem())
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("no node '" + name + "' ever enrolled"));
    }

    @POST
    @Path("/nodes/{name}/revoke")
    @RolesAllowed("admin")
    @Operation(summary = "Stop trusting a node: its messages are no longer believed and Kafka no longer lets it in.")
    public Uni<NodeIdentity> revoke(@PathParam("name") String name, @NotNull @Valid RevocationRequest body) {
        if (!NodeName.isValid(name)) {
            throw ProblemException.notFound("no enrolled node '" + name + "'");
        }
        return revocations
                .revoke(name, body.reason(), caller.getPrincipal().getName(), request.trace())
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("no enrolled node '" + name + "'"));
    }

    private static String name(String field, String value) {
        if (!NodeName.isValid(value)) {
            throw ProblemException.field(field, "must be 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
        }
        if (NodeAccess.isReserved(value)) {
            throw ProblemException.field(field, "must not be '" + value + "', which is a user of Kafka");
        }
        return value;
    }
}
