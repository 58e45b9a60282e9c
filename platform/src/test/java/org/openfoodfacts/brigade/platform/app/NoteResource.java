package org.openfoodfacts.brigade.platform.app;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeFirstSeen;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.RequestTrace;

/** A resource like those of the services. */
@Path("/notes")
@RolesAllowed("operator")
public class NoteResource {
    private final Notes notes;
    private final Outbox outbox;
    private final RequestTrace request;

    NoteResource(Notes notes, Outbox outbox, RequestTrace request) {
        this.notes = notes;
        this.outbox = outbox;
        this.request = request;
    }

    public record Note(
            @NotBlank @Size(max = 20) String name,
            @Max(9) int times,
            Instant at,
            @Valid Author author,
            Map<String, String> words,
            List<String> tags) {}

    public record Author(@NotBlank String user) {}

    @POST
    public Uni<Note> add(@NotNull @Valid Note note) {
        return outbox.inTransaction(session -> notes.note(session, note.name())
                        .chain(() -> outbox.event(
                                session,
                                new NodeFirstSeen(note.name(), Instant.EPOCH),
                                note.name(),
                                note.name(),
                                request.trace())))
                .replaceWith(note);
    }

    @GET
    @Path("/{id}")
    public Uni<String> get(@PathParam("id") UUID id) {
        return Uni.createFrom().failure(new IllegalStateException("secret inside of note " + id));
    }

    @GET
    public Uni<Integer> list(
            @QueryParam("limit") Integer limit,
            @QueryParam("since") UUID since,
            @QueryParam("kept") Boolean kept,
            @QueryParam("name") String name) {
        if (kept != null) {
            return Uni.createFrom().item(kept ? 1 : 0);
        }
        return name == null
                ? Uni.createFrom().item(Page.limit(limit))
                : outbox.inTransaction(session -> notes.note(session, name)).replaceWith(1);
    }
}
