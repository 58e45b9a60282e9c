package org.openfoodfacts.brigade.zfssync.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.zfssync.SnapshotService;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotStart;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish;
import org.openfoodfacts.brigade.zfssync.persistence.ExpiringStore;
import org.openfoodfacts.brigade.zfssync.persistence.RequestStore;

/** Snapshots by hand. */
@Path("/snapshots")
public class SnapshotResource {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");

    private final SnapshotService snapshots;
    private final RequestStore requests;
    private final ExpiringStore expiring;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;
    private final Clock clock;

    SnapshotResource(
            SnapshotService snapshots,
            RequestStore requests,
            ExpiringStore expiring,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request,
            Clock clock) {
        this.snapshots = snapshots;
        this.requests = requests;
        this.expiring = expiring;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
        this.clock = clock;
    }

    @POST
    @RolesAllowed("operator")
    @Operation(
            summary = "Take a snapshot, recursively if asked, with a reason and an end.",
            description = "A repeated call with the same Idempotency-Key answers with the first one's request.")
    public Uni<Response> take(@HeaderParam("Idempotency-Key") String key, @NotNull SnapshotWish wish) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.field("Idempotency-Key", "must be 1 to 100 visible ASCII characters");
        }
        return snapshots
                .ask(wish, caller.getPrincipal().getName(), key, request.trace())
                .chain(start -> switch (start) {
                    case SnapshotStart.Started(SnapshotRequest made) ->
                        Uni.createFrom().item(accepted(SnapshotView.of(made, List.of(), clock.instant())));
                    case SnapshotStart.Repeated(SnapshotRequest earlier) ->
                        view(earlier.id()).map(SnapshotResource::accepted);
                    case SnapshotStart.Refused(SnapshotWish.Objection(String field, String detail)) ->
                        throw ProblemException.field(field, detail);
                    case SnapshotStart.KeyTaken(SnapshotRequest other) ->
                        throw new ProblemException(
                                ProblemCode.CONFLICT,
                                "this Idempotency-Key was used for the other request snapshots/" + other.id());
                });
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "The snapshots asked for by hand, newest first.",
            description = "ended=false leaves out those that are FAILED or DESTROYED, ended=true all others.")
    public Uni<Page<SnapshotView>> list(
            @QueryParam("node") String node,
            @QueryParam("dataset") String dataset,
            @QueryParam("ended") Boolean ended,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        var filter = new RequestStore.Filter(node, dataset, ended, Page.after(after));
        return sessions.withSession(session -> requests.list(session, filter, size + 1)
                        .chain(found -> expiring.of(
                                        session,
                                        found.stream().map(SnapshotRequest::id).toList())
                                .map(taken -> found.stream()
                                        .map(r -> SnapshotView.of(
                                                r, taken.getOrDefault(r.id(), List.of()), clock.instant()))
                                        .toList())))
                .map(views -> Page.of(views, size, view -> view.wish().id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One snapshot by hand: on which datasets it is, and what became of each.")
    public Uni<SnapshotView> snapshot(@PathParam("id") UUID id) {
        return view(id).onItem().ifNull().failWith(() -> noSuch(id));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("operator")
    @Operation(summary = "Destroy a snapshot before its end; not while a hold or a clone is on it.")
    public Uni<Response> destroy(@PathParam("id") UUID id) {
        return view(id).onItem()
                .ifNull()
                .failWith(() -> noSuch(id))
                .invoke(SnapshotResource::requireSomethingLeft)
                .chain(() -> snapshots.endNow(id))
                .chain(() -> view(id))
                .map(SnapshotResource::accepted);
    }

    private static void requireSomethingLeft(SnapshotView view) {
        switch (view.state()) {
            case DESTROYED -> throw new ProblemException(ProblemCode.CONFLICT, "it is destroyed already");
            case FAILED -> throw new ProblemException(ProblemCode.CONFLICT, "it was never taken: " + view.detail());
            case REQUESTED, TAKEN, EXPIRED, DESTROYING, KEPT -> {}
        }
    }

    private Uni<SnapshotView> view(UUID id) {
        return sessions.withSession(session -> requests.find(session, id)
                .onItem()
                .ifNotNull()
                .transformToUni(found -> expiring.of(session, List.of(id))
                        .map(taken -> SnapshotView.of(found, taken.getOrDefault(id, List.of()), clock.instant()))));
    }

    private static Response accepted(SnapshotView view) {
        return Response.accepted(view)
                .location(URI.create("snapshots/" + view.wish().id()))
                .build();
    }

    private static ProblemException noSuch(UUID id) {
        return ProblemException.notFound("nobody asked for a snapshot " + id);
    }
}
