package org.openfoodfacts.brigade.platform.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.commands.CommandView;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.OutputView;

/** The commands this service sent, and what became of them. */
@Path("/commands")
@RolesAllowed("viewer")
public class CommandResource {
    private static final int OUTPUT_REPORTS = 1000;

    private final Commands commands;
    private final Mutiny.SessionFactory sessions;

    CommandResource(Commands commands, Mutiny.SessionFactory sessions) {
        this.commands = commands;
        this.sessions = sessions;
    }

    @GET
    @Path("/{id}")
    public Uni<CommandView> command(@PathParam("id") UUID id) {
        return sessions.withSession(session -> commands.view(session, id))
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("this service sent no command " + id));
    }

    @GET
    @Path("/{id}/output")
    public Uni<List<OutputView>> output(@PathParam("id") UUID id, @QueryParam("after") @DefaultValue("0") long after) {
        return sessions.withSession(session -> commands.output(session, id, after, OUTPUT_REPORTS));
    }
}
