package org.openfoodfacts.brigade.platform.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openfoodfacts.brigade.contracts.Json;

/** Answers a body that says it is too large before Vert.x does, which would answer without a word. */
@ApplicationScoped
public class BodyLimit {
    private static final int BEFORE_ALL_OTHERS = 1000;

    private final long limit;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL_OTHERS);
    }

    private void check(RoutingContext routing) {
        if (contentLength(routing) <= limit) {
            routing.next();
            return;
        }
        String requestId = RequestTrace.idOf(routing);
        Problem problem = Problem.of(
                ProblemCode.TOO_LARGE,
                "the body may have " + limit + " bytes",
                routing.request().path(),
                requestId,
                List.of());
        routing.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(RequestTrace.HEADER, requestId)
                .end(json(problem));
    }

    private static long contentLength(RoutingContext routing) {
        String given = routing.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return given != null && given.matches("[0-9]{1,18}") ? Long.parseLong(given) : 0;
    }

    private static String json(Problem problem) {
        try {
            return Json.mapper().writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can always be written", e);
        }
    }
}
