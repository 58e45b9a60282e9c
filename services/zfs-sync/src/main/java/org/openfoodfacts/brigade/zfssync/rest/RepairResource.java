package org.openfoodfacts.brigade.zfssync.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.zfssync.RepairPlans;
import org.openfoodfacts.brigade.zfssync.RepairService;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.domain.RepairStart;
import org.openfoodfacts.brigade.zfssync.domain.RepairWish;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.persistence.RepairStore;

/** What would mend copies that cannot go on, and what was approved of it. */
@Path("/repairs")
public class RepairResource {
    private final RepairService service;
    private final RepairPlans plans;
    private final RepairStore store;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    RepairResource(
            RepairService service,
            RepairPlans plans,
            RepairStore store,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request) {
        this.service = service;
        this.plans = plans;
        this.store = store;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
    }

    @GET
    @Path("/plans")
    @RolesAllowed("viewer")
    @Operation(
            summary =
                    "What keeps copies from being brought up to date, and what would mend it: deeds, bytes lost, bytes sent anew.",
            description = "Made from the newest facts at each call; nothing is done before somebody approves it.")
    public Uni<Page<RepairPlanView>> plans(
            @QueryParam("node") String node,
            @QueryParam("dataset") String dataset,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> plans.of(session, node, dataset)).map(found -> {
            List<RepairPlanView> views = found.stream()
                    .map(RepairPlanView::of)
                    .filter(view -> view.cursor().compareTo(after) > 0)
                    .sorted(Comparator.comparing(RepairPlanView::cursor))
                    .limit(size + 1L)
                    .toList();
            return Page.of(views, size, RepairPlanView::cursor);
        });
    }

    @POST
    @RolesAllowed("operator")
    @Operation(
            summary = "Approve a plan: exactly that is done, and then the copy is brought up to date.",
            description = "409 when the facts have changed since. A plan that loses something needs the role admin.")
    public Uni<Response> approve(@NotNull RepairWish wish) {
        return service.approve(
                        wish,
                        caller.getPrincipal().getName(),
                        caller.hasRole("admin"),
                        request.trace().correlationId())
                .map(start -> switch (start) {
                    case RepairStart.Started(Repair repair) ->
                        Response.accepted(RepairView.of(repair))
                                .location(URI.create("repairs/" + repair.id()))
                                .build();
                    case RepairStart.Refused(Objection(String field, String detail)) ->
                        throw ProblemException.field(field, detail);
                    case RepairStart.Outdated(String why) -> throw new ProblemException(ProblemCode.CONFLICT, why);
                    case RepairStart.NotAllowed(String why) -> throw new ProblemException(ProblemCode.FORBIDDEN, why);
                });
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The plans that were approved, newest first, and what became of them.")
    public Uni<Page<RepairView>> list(
            @QueryParam("node") String node, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> store.list(session, node, Page.after(after), size + 1))
                .map(found -> Page.of(
                        found.stream().map(RepairView::of).toList(),
                        size,
                        view -> view.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One repair.")
    public Uni<RepairView> repair(@PathParam("id") UUID id) {
        return sessions.withSession(session -> store.find(session, id))
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("there is no repair " + id))
                .map(RepairView::of);
    }
}
