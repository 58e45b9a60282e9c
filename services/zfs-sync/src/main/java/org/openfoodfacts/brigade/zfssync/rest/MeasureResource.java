package org.openfoodfacts.brigade.zfssync.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;
import org.openfoodfacts.brigade.zfssync.ZfsSyncConfig;
import org.openfoodfacts.brigade.zfssync.domain.MeasureWish;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;

/** What the end of some snapshots would free, all together: the sum of what each one uses is less, as it leaves out what several share. */
@Path("/measurements")
public class MeasureResource {
    private final Outbox outbox;
    private final Commands commands;
    private final DatasetStore datasets;
    private final ZfsSyncConfig config;
    private final SecurityIdentity caller;
    private final RequestTrace request;

    MeasureResource(
            Outbox outbox,
            Commands commands,
            DatasetStore datasets,
            ZfsSyncConfig config,
            SecurityIdentity caller,
            RequestTrace request) {
        this.outbox = outbox;
        this.commands = commands;
        this.datasets = datasets;
        this.config = config;
        this.caller = caller;
        this.request = request;
    }

    /** The command whose result tells it. */
    public record Asked(UUID commandId, int snapshots) {}

    @POST
    @RolesAllowed("operator")
    @Operation(
            summary =
                    "Ask a node what the end of some snapshots of a dataset would free, all together; none is destroyed.",
            description =
                    "snapshots are names, and ranges first%last in order of age. The answer is the result of the command: commands/{id}?wait=PT30S.")
    public Uni<Response> measure(@NotNull MeasureWish wish) {
        if (wish.node() == null || wish.dataset() == null) {
            throw ProblemException.field(wish.node() == null ? "node" : "dataset", "is missing");
        }
        return outbox.inTransaction(session -> datasets.snapshots(session, wish.node(), List.of(wish.dataset()))
                .chain(known -> switch (wish.among(known.getOrDefault(wish.dataset(), List.of()))) {
                    case MeasureWish.Refused(var objection) ->
                        throw ProblemException.field(objection.field(), objection.detail());
                    case MeasureWish.Found(MeasureSnapshots command) -> send(session, wish.node(), command);
                }));
    }

    private Uni<Response> send(Session session, String node, MeasureSnapshots command) {
        var sending = new Commands.Sending(
                node, command, command.dataset(), caller.getPrincipal().getName(), config.patience(), request.trace());
        return commands.send(session, sending)
                .map(id -> Response.accepted(new Asked(id, command.snapshots().size()))
                        .location(URI.create("commands/" + id))
                        .build());
    }
}
