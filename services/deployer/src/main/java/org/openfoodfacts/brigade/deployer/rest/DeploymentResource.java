package org.openfoodfacts.brigade.deployer.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.openfoodfacts.brigade.deployer.DeploymentReader;
import org.openfoodfacts.brigade.deployer.DeploymentService;
import org.openfoodfacts.brigade.deployer.domain.Acceptance;
import org.openfoodfacts.brigade.deployer.domain.Cancellation;
import org.openfoodfacts.brigade.deployer.domain.Deployment;
import org.openfoodfacts.brigade.deployer.domain.DeploymentFilter;
import org.openfoodfacts.brigade.deployer.domain.Phase;
import org.openfoodfacts.brigade.deployer.domain.PlainText;
import org.openfoodfacts.brigade.deployer.domain.Release;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;

/** Asking for deployments, stopping them, and what became of them. */
@Path("/deployments")
public class DeploymentResource {
    private final DeploymentService deployments;
    private final DeploymentReader reader;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    DeploymentResource(
            DeploymentService deployments, DeploymentReader reader, SecurityIdentity caller, RequestTrace request) {
        this.deployments = deployments;
        this.reader = reader;
        this.caller = caller;
        this.request = request;
    }

    /** {@code version} is the name of a git tag. */
    public record DeploymentRequest(
            @NotBlank @Size(max = PlainText.LONGEST) String application,
            @NotBlank @Size(max = PlainText.LONGEST) String flavor,
            @NotBlank @Size(max = PlainText.LONGEST) String version) {}

    @POST
    @RolesAllowed("operator")
    @Operation(
            summary = "Deploy a release tag to a flavor.",
            description = "One deployment per flavor at a time. With an Idempotency-Key the same request may be"
                    + " repeated and still is one deployment.")
    public Uni<Response> deploy(
            @NotNull @Valid DeploymentRequest body, @HeaderParam("Idempotency-Key") String key, UriInfo uri) {
        plainOrNull("Idempotency-Key", key);
        plainOrNull("application", body.application());
        plainOrNull("flavor", body.flavor());
        Release release = new Release(body.application(), body.flavor(), body.version());
        return deployments
                .request(release, caller.getPrincipal().getName(), key, request.trace())
                .map(acceptance -> switch (acceptance) {
                    case Acceptance.Accepted accepted -> accepted(accepted.deployment(), uri);
                    case Acceptance.Repeated repeated -> accepted(repeated.deployment(), uri);
                    case Acceptance.Invalid invalid -> throw ProblemException.field(invalid.field(), invalid.problem());
                    case Acceptance.Rejected rejected ->
                        throw new ProblemException(ProblemCode.CONFLICT, rejected.why());
                });
    }

    private static Response accepted(Deployment deployment, UriInfo uri) {
        return Response.accepted(DeploymentView.of(deployment))
                .location(uri.getBaseUriBuilder()
                        .path("deployments/" + deployment.id())
                        .build())
                .build();
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "All deployments, newest first.")
    public Uni<Page<DeploymentView>> list(
            @QueryParam("application") String application,
            @QueryParam("flavor") String flavor,
            @Parameter(description = "RUNNING, SUCCEEDED, FAILED or CANCELLED") @QueryParam("state") String state,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        plainOrNull("application", application);
        plainOrNull("flavor", flavor);
        DeploymentFilter filter = new DeploymentFilter(application, flavor, state(state), Page.after(after));
        return reader.list(filter, size + 1)
                .map(rows -> rows.stream().map(DeploymentView::of).toList())
                .map(views -> Page.of(views, size, view -> view.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "A deployment with its steps.")
    public Uni<DeploymentView> deployment(@PathParam("id") UUID id) {
        return reader.find(id).onItem().ifNull().failWith(() -> noSuch(id)).map(DeploymentView::of);
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed("operator")
    @Operation(
            summary = "Stop a deployment.",
            description = "The node is told to end the running command; what was done already stays.")
    public Uni<Response> cancel(@PathParam("id") UUID id, UriInfo uri) {
        return deployments
                .cancel(id, caller.getPrincipal().getName(), request.trace())
                .map(cancellation -> switch (cancellation) {
                    case Cancellation.Asked asked -> accepted(asked.deployment(), uri);
                    case Cancellation.NoSuchDeployment none -> throw noSuch(id);
                    case Cancellation.AlreadyEnded ended ->
                        throw new ProblemException(
                                ProblemCode.CONFLICT,
                                "the deployment has ended: "
                                        + ended.deployment().phase().state());
                });
    }

    static ProblemException noSuch(UUID id) {
        return ProblemException.notFound("there is no deployment " + id + "; GET deployments lists them");
    }

    private static void plainOrNull(String field, String text) {
        if (text != null && !PlainText.isPlain(text)) {
            throw ProblemException.field(field, PlainText.RULE);
        }
    }

    private static Phase.State state(String text) {
        return text == null
                ? null
                : Arrays.stream(Phase.State.values())
                        .filter(state -> state.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.field(
                                "state", "must be one of " + Arrays.toString(Phase.State.values())));
    }
}
