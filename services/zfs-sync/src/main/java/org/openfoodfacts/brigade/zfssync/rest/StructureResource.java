package org.openfoodfacts.brigade.zfssync.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.zfssync.StructureService;
import org.openfoodfacts.brigade.zfssync.domain.Dependent;
import org.openfoodfacts.brigade.zfssync.domain.DestroyWish;
import org.openfoodfacts.brigade.zfssync.domain.RenameWish;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.domain.StructureStart;

/** Renames and destroys datasets, if nothing hangs on them that would break. */
@Path("/datasets")
@RolesAllowed("admin")
public class StructureResource {
    private static final int MOST_NAMED = 5;

    private final StructureService service;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    StructureResource(StructureService service, SecurityIdentity caller, RequestTrace request) {
        this.service = service;
        this.caller = caller;
        this.request = request;
    }

    @POST
    @Path("/{node}/{dataset: .+}/rename")
    @Operation(
            summary = "Rename a dataset with all below it; it is mounted where its new name puts it.",
            description = "409 when something that hangs on it would break: GET datasets/…/dependents?change=rename.")
    public Uni<Response> rename(
            @PathParam("node") String node, @PathParam("dataset") String dataset, @NotNull RenameWish wish) {
        return service.rename(node, dataset, wish, caller.getPrincipal().getName(), request.trace())
                .map(start -> answer(start, "rename", node, dataset));
    }

    @POST
    @Path("/{node}/{dataset: .+}/destroy")
    @Operation(
            summary = "Destroy a dataset with all below it and all their snapshots.",
            description = "409 when something that hangs on it would break: GET datasets/…/dependents?change=destroy.")
    public Uni<Response> destroy(
            @PathParam("node") String node, @PathParam("dataset") String dataset, @NotNull DestroyWish wish) {
        return service.destroy(node, dataset, wish, caller.getPrincipal().getName(), request.trace())
                .map(start -> answer(start, "destroy", node, dataset));
    }

    private static Response answer(StructureStart start, String change, String node, String dataset) {
        return switch (start) {
            case StructureStart.Started started ->
                Response.accepted(StructureView.of(started))
                        .location(URI.create("commands/" + started.commandId()))
                        .build();
            case StructureStart.Refused(Objection(String field, String detail)) ->
                throw ProblemException.field(field, detail);
            case StructureStart.Unknown() ->
                throw ProblemException.notFound("the newest facts of '" + node + "' show no dataset '" + dataset + "'");
            case StructureStart.Forbidden(List<Dependent> because) ->
                throw new ProblemException(
                        ProblemCode.CONFLICT,
                        "to " + change + " " + node + ":" + dataset + " would break " + because.size()
                                + (because.size() == 1 ? " thing: " : " things: ") + words(because));
        };
    }

    private static String words(List<Dependent> because) {
        String first = because.stream()
                .limit(MOST_NAMED)
                .map(one -> one.name() + " (" + one.breaks() + ")")
                .collect(Collectors.joining("; "));
        return because.size() > MOST_NAMED ? first + "; …" : first;
    }
}
