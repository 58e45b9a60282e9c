package org.openfoodfacts.brigade.platform.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/**
 * The id of the present request: the caller's {@code X-Request-Id} when it is a plain one, else a new one. It becomes the correlation id
 * of every message the request sets off, down to the agent's log line.
 */
@RequestScoped
public class RequestTrace {
    static final String HEADER = "X-Request-Id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final String requestId;

    RequestTrace(RoutingContext routing) {
        this.requestId = idOf(routing);
    }

    static String idOf(RoutingContext routing) {
        String given = routing.request().getHeader(HEADER);
        return given != null && PLAIN.matcher(given).matches()
                ? given
                : Ids.next().toString();
    }

    public String requestId() {
        return requestId;
    }

    public Trace trace() {
        return Trace.of(requestId);
    }
}
