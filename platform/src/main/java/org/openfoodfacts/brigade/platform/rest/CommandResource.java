package org.openfoodfacts.brigade.platform.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.commands.CommandView;
import org.openfoodfacts.brigade.platform.commands.CommandWait;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.OutputView;

/** The commands this service sent, and what became of them. */
@Path("/commands")
@RolesAllowed("viewer")
public class CommandResource {
    private static final int OUTPUT_REPORTS = 1000;
    private static final int OUTPUT_BYTES = 1024 * 1024;

    private final Commands commands;
    private final CommandWait wait;
    private final Mutiny.SessionFactory sessions;

    CommandResource(Commands commands, CommandWait wait, Mutiny.SessionFactory sessions) {
        this.commands = commands;
        this.wait = wait;
        this.sessions = sessions;
    }

    /** @param atMost answers when the command has ended, or after this time as it stands then; at most PT30S */
    @GET
    @Path("/{id}")
    public Uni<CommandView> command(
            @PathParam("id") UUID id, @QueryParam("wait") @DefaultValue("PT0S") Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(CommandWait.LONGEST) > 0) {
            throw ProblemException.field("wait", "must be between PT0S and " + CommandWait.LONGEST + ", not " + atMost);
        }
        return wait.view(id, atMost)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("this service sent no command " + id));
    }

    /** @param after the last sequence number that the caller has; ask until the answer is empty, as a service has memory for a part only */
    @GET
    @Path("/{id}/output")
    public Uni<List<OutputView>> output(@PathParam("id") UUID id, @QueryParam("after") @DefaultValue("0") long after) {
        return sessions.withSession(session -> commands.output(session, id, after, OUTPUT_REPORTS, OUTPUT_BYTES));
    }
}
