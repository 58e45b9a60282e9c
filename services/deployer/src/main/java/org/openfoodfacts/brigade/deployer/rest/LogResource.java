package org.openfoodfacts.brigade.deployer.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.openfoodfacts.brigade.deployer.DeploymentReader;
import org.openfoodfacts.brigade.deployer.DeploymentReader.LogRound;
import org.openfoodfacts.brigade.deployer.domain.LogCursor;
import org.openfoodfacts.brigade.deployer.domain.LogPart;
import org.openfoodfacts.brigade.platform.rest.Page;
import org.openfoodfacts.brigade.platform.rest.ProblemException;
import org.openfoodfacts.brigade.platform.rest.TokenLife;

/** The output of a deployment's commands, all steps in order: in pages, or live as server-sent events. */
@Path("/deployments/{id}/log")
@RolesAllowed("viewer")
public class LogResource {
    private final DeploymentReader reader;
    private final TokenLife token;

    LogResource(DeploymentReader reader, TokenLife token) {
        this.reader = reader;
        this.token = token;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The log so far; ask again with after = next, or the last 'at', for what follows.",
            description = "At most so many parts as limit says, and at most a mebibyte of them.")
    public Uni<Page<LogPart>> log(
            @PathParam("id") UUID id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        int size = Page.limit(limit);
        return reader.log(id, cursor("after", after), size)
                .onItem()
                .ifNull()
                .failWith(() -> DeploymentResource.noSuch(id))
                .map(round -> new Page<>(
                        round.parts(), round.more() ? round.parts().getLast().at() : null));
    }

    /** A client that comes back after the end gets 204, which tells an EventSource to stop. */
    @GET
    @FollowFilter.Followed
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    @Operation(
            summary = "The log live: an event per part, its id the cursor; the last is 'end' with the final state.",
            description = "Resumes behind Last-Event-ID (or after). A comment is sent while nothing happens.")
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") UUID id,
            @QueryParam("after") String after,
            @HeaderParam(FollowFilter.LAST_EVENT_ID) String lastEventId,
            Sse sse) {
        LogCursor start =
                lastEventId == null ? cursor("after", after) : cursor(FollowFilter.LAST_EVENT_ID, lastEventId);
        return token.bound(reader.follow(id, start)
                .onItem()
                .transformToMultiAndConcatenate(round -> Multi.createFrom().items(events(round, sse))));
    }

    private static Stream<OutboundSseEvent> events(LogRound round, Sse sse) {
        Stream<OutboundSseEvent> parts = round.parts().stream()
                .map(part -> sse.newEventBuilder()
                        .id(part.at())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(LogPart.class, part)
                        .build());
        if (round.isLast()) {
            OutboundSseEvent end = sse.newEventBuilder()
                    .name("end")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(Map.class, Map.of("state", round.state()))
                    .build();
            return Stream.concat(parts, Stream.of(end));
        }
        return round.parts().isEmpty()
                ? Stream.of(sse.newEventBuilder().comment("still running").build())
                : parts;
    }

    static LogCursor cursor(String field, String text) {
        return text == null || text.isEmpty()
                ? LogCursor.START
                : LogCursor.parse(text)
                        .orElseThrow(() -> ProblemException.field(field, "must be the 'at' of a part of this log"));
    }
}
