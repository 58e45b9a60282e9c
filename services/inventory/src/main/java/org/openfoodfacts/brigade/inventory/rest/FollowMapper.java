package org.openfoodfacts.brigade.inventory.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Decides between the two forms of the journal: {@code follow=true} means the same as {@code Accept: text/event-stream}, for callers
 * who cannot set headers, and whoever asks for neither gets a page.
 */
@ApplicationScoped
public class FollowMapper {
    private static final int PRIORITY = 100;

    void register(@Observes Filters filters) {
        filters.register(
                routing -> {
                    HttpServerRequest request = routing.request();
                    if (request.path().endsWith("/events")) {
                        String accept = request.getHeader(HttpHeaders.ACCEPT);
                        boolean follow = "true".equals(request.getParam("follow"))
                                || (accept != null && accept.contains(MediaType.SERVER_SENT_EVENTS));
                        request.headers()
                                .set(
                                        HttpHeaders.ACCEPT,
                                        follow ? MediaType.SERVER_SENT_EVENTS : MediaType.APPLICATION_JSON);
                    }
                    routing.next();
                },
                PRIORITY);
    }
}
