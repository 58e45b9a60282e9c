package org.openfoodfacts.brigade.zfssync.rest;

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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.zfssync.RefreshService;
import org.openfoodfacts.brigade.zfssync.ZfsSyncConfig;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;
import org.openfoodfacts.brigade.zfssync.domain.RefreshStart;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;
import org.openfoodfacts.brigade.zfssync.persistence.ClonesStore;
import org.openfoodfacts.brigade.zfssync.persistence.RefreshStore;

/** Staging clones: what they show, and taking them to another moment. */
@Path("/clones")
public class ClonesResource {
    private final RefreshService service;
    private final ClonesStore clones;
    private final RefreshStore refreshes;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;
    private final ZfsSyncConfig config;
    private final Clock clock;

    ClonesResource(
            RefreshService service,
            ClonesStore clones,
            RefreshStore refreshes,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request,
            ZfsSyncConfig config,
            Clock clock) {
        this.service = service;
        this.clones = clones;
        this.refreshes = refreshes;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The declared sets of staging clones: which moment they show, when they are refreshed next.")
    public Uni<Page<ClonesView>> list(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> clones.all(session)
                        .map(all -> all.stream()
                                .filter(set -> set.name().compareTo(after) > 0)
                                .limit(size + 1L)
                                .toList())
                        .chain(some -> refreshes.latest(session).chain(latest -> views(session, some, latest))))
                .map(views -> Page.of(views, size, ClonesView::name));
    }

    /** Sets of several nodes are a question each; a fleet has a handful. */
    private Uni<List<ClonesView>> views(Session session, List<StagingClones> sets, Map<String, Refresh> latest) {
        Instant now = clock.instant();
        ZoneId zone = ZoneId.of(config.policyZone());
        Uni<List<ClonesView>> views = Uni.createFrom().item(new ArrayList<>());
        for (StagingClones set : sets) {
            List<String> targets =
                    set.clones().stream().map(DeclaredClone::target).toList();
            views = views.call(list -> clones.places(session, set.node(), targets)
                    .invoke(places -> list.add(ClonesView.of(set, places, latest.get(set.name()), now, zone))));
        }
        return views;
    }

    @POST
    @Path("/{name}/refresh")
    @RolesAllowed("operator")
    @Operation(
            summary = "Take a set of staging clones to the newest moment that all of its sources have.",
            description = "Its consumers are stopped meanwhile. One that is under way already is answered as it is,"
                    + " so the call may be repeated.")
    public Uni<Response> refresh(@PathParam("name") String name) {
        return service.refresh(
                        name, caller.getPrincipal().getName(), request.trace().correlationId())
                .map(start -> switch (start) {
                    case RefreshStart.Started(Refresh refresh) -> accepted(refresh);
                    case RefreshStart.UnderWay(Refresh refresh) -> accepted(refresh);
                    case RefreshStart.Unknown(String why) -> throw ProblemException.notFound(why);
                    case RefreshStart.Impossible(String why) -> throw new ProblemException(ProblemCode.CONFLICT, why);
                });
    }

    private static Response accepted(Refresh refresh) {
        return Response.accepted(RefreshView.of(refresh))
                .location(URI.create("clones/refreshes/" + refresh.id()))
                .build();
    }

    @GET
    @Path("/refreshes")
    @RolesAllowed("viewer")
    @Operation(summary = "Refreshes under way and ended, newest first, of one set or of all.")
    public Uni<Page<RefreshView>> refreshes(
            @QueryParam("name") String name, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return sessions.withSession(session -> refreshes.list(session, name, Page.after(after), size + 1))
                .map(found -> Page.of(
                        found.stream().map(RefreshView::of).toList(),
                        size,
                        view -> view.id().toString()));
    }

    @GET
    @Path("/refreshes/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One refresh.")
    public Uni<RefreshView> one(@PathParam("id") UUID id) {
        return sessions.withSession(session -> refreshes.find(session, id))
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("there is no refresh " + id))
                .map(RefreshView::of);
    }
}
