package org.openfoodfacts.brigade.deployer.rest;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.openfoodfacts.brigade.deployer.DeploymentReader;
import org.openfoodfacts.brigade.deployer.domain.LogCursor;
import org.openfoodfacts.brigade.platform.rest.ProblemException;

/** Answers requests to follow a log that no stream can answer: a stream's status is sent before its first event is known. */
public class FollowFilter {
    static final String LAST_EVENT_ID = "Last-Event-ID";

    private final DeploymentReader reader;

    FollowFilter(DeploymentReader reader) {
        this.reader = reader;
    }

    /** A method that follows the log of the deployment {@code id} of its path. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface Followed {}

    /** 404 for an unknown deployment, 204 (which ends an EventSource) for somebody who has read to the end. */
    @ServerRequestFilter
    @Followed
    public Uni<Response> check(ContainerRequestContext request) {
        if (!HttpMethod.GET.equals(request.getMethod())) {
            return Uni.createFrom().nullItem();
        }
        UUID id = id(request.getUriInfo().getPathParameters().getFirst("id"));
        String lastEventId = request.getHeaderString(LAST_EVENT_ID);
        LogCursor read = LogResource.cursor(LAST_EVENT_ID, lastEventId);
        return reader.log(id, read, 1)
                .onItem()
                .ifNull()
                .failWith(() -> DeploymentResource.noSuch(id))
                .map(round -> lastEventId != null && round.parts().isEmpty() && round.isLast()
                        ? Response.noContent().build()
                        : null);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.field("id", "must be the id of a deployment; GET deployments lists them");
        }
    }
}
