package org.openfoodfacts.brigade.zfssync.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemCode;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.zfssync.TransferDemand;
import org.openfoodfacts.brigade.zfssync.TransferService;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Cancelled;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferStart;
import org.openfoodfacts.brigade.zfssync.domain.TransferState;
import org.openfoodfacts.brigade.zfssync.domain.TransferWish;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Copies on their way to be as new as their sources. */
@Path("/transfers")
public class TransferResource {
    private final TransferDemand demand;
    private final TransferService service;
    private final TransferStore store;
    private final Commands commands;
    private final Mutiny.SessionFactory sessions;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    TransferResource(
            TransferDemand demand,
            TransferService service,
            TransferStore store,
            Commands commands,
            Mutiny.SessionFactory sessions,
            SecurityIdentity caller,
            RequestTrace request) {
        this.demand = demand;
        this.service = service;
        this.store = store;
        this.commands = commands;
        this.sessions = sessions;
        this.caller = caller;
        this.request = request;
    }

    /** One per copy. */
    public record Started(List<TransferView> items) {
        public Started {
            items = List.copyOf(items);
        }
    }

    @POST
    @RolesAllowed("operator")
    @Operation(
            summary = "Bring copies up to date now, whoever does it usually.",
            description = "One that is under way already is answered as it is, so the call may be repeated;"
                    + " one that somebody is just ending goes on.")
    public Uni<Response> start(@NotNull TransferWish wish) {
        return demand.ask(wish, caller.getPrincipal().getName(), request.trace().correlationId())
                .chain(start -> switch (start) {
                    case TransferStart.Started(List<Transfer> all) ->
                        sessions.withSession(session -> views(session, all))
                                .map(views ->
                                        Response.accepted(new Started(views)).build());
                    case TransferStart.Refused(Objection(String field, String detail)) ->
                        throw ProblemException.field(field, detail);
                });
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The transfers, newest first, with what they have brought and how far the step under way is.")
    public Uni<Page<TransferView>> list(
            @QueryParam("node") String node,
            @QueryParam("state") TransferState state,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        var filter = new TransferStore.Filter(node, state, Page.after(after));
        return sessions.withSession(
                        session -> store.list(session, filter, size + 1).chain(found -> views(session, found)))
                .map(views -> Page.of(views, size, view -> view.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "One transfer.")
    public Uni<TransferView> transfer(@PathParam("id") UUID id) {
        return sessions.withSession(session -> store.find(session, id)
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(id))
                .chain(found -> views(session, List.of(found)).map(List::getFirst)));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("operator")
    @Operation(
            summary = "End a transfer before it is done.",
            description = "What has come so far stays; the next transfer goes on from there.")
    public Uni<Response> cancel(@PathParam("id") UUID id) {
        return service.cancel(id, caller.getPrincipal().getName())
                .onItem()
                .ifNull()
                .failWith(() -> noSuch(id))
                .invoke(TransferResource::requireCancelled)
                .map(transfer -> Response.accepted(TransferView.of(transfer, null))
                        .location(URI.create("transfers/" + id))
                        .build());
    }

    private static void requireCancelled(Transfer transfer) {
        if (transfer.phase().isEnd() && !(transfer.phase() instanceof Cancelled)) {
            throw new ProblemException(
                    ProblemCode.CONFLICT, "it has ended already: " + TransferState.of(transfer.phase()));
        }
    }

    private Uni<List<TransferView>> views(Session session, List<Transfer> transfers) {
        List<UUID> running = transfers.stream()
                .flatMap(transfer ->
                        transfer.phase() instanceof Pulling pulling ? Stream.of(pulling.commandId()) : Stream.of())
                .toList();
        return commands.lastLines(session, running)
                .map(lines -> transfers.stream()
                        .map(transfer -> TransferView.of(
                                transfer,
                                transfer.phase() instanceof Pulling pulling ? lines.get(pulling.commandId()) : null))
                        .toList());
    }

    private static ProblemException noSuch(UUID id) {
        return ProblemException.notFound("there is no transfer " + id);
    }
}
