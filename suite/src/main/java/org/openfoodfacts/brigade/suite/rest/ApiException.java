package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the API answered instead of doing it. {@code status} 0 means that nothing answered. */
public final class ApiException extends RuntimeException {
    private final int status;

    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** @param body an object, as of problem+json (RFC 9457) */
    static ApiException of(int status, JsonNode body) {
        Set<String> sentences = new LinkedHashSet<>();
        sentences.add(body.path("detail").asText(body.path("title").asText("HTTP " + status)));
        body.path("errors")
                .forEach(error -> sentences.add(error.path("field").asText() + " "
                        + error.path("detail").asText()));
        return new ApiException(status, String.join("; ", sentences));
    }
}
