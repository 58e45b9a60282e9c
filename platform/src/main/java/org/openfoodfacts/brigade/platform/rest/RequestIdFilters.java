package org.openfoodfacts.brigade.platform.rest;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Puts the request's id into the log and into the answer. */
public class RequestIdFilters {
    private final RequestTrace trace;

    RequestIdFilters(RequestTrace trace) {
        this.trace = trace;
    }

    @ServerRequestFilter(preMatching = true)
    public void before() {
        MDC.put("correlationId", trace.requestId());
    }

    @ServerResponseFilter
    public void after(ContainerResponseContext response) {
        response.getHeaders().putSingle(RequestTrace.HEADER, trace.requestId());
    }
}
