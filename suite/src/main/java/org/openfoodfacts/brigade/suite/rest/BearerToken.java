package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.Json;

/** What a bearer token (JWT) says of itself. Whether that is true the services check. */
final class BearerToken {
    private BearerToken() {}

    /** When it ends; empty for one without end, or that cannot be read. */
    static Optional<Instant> end(String token) {
        String[] parts = token.split("\\.");
        if (parts.length < 2) {
            return Optional.empty();
        }
        try {
            JsonNode end = Json.mapper()
                    .readTree(Base64.getUrlDecoder().decode(parts[1]))
                    .path("exp");
            return end.isNumber() ? Optional.of(Instant.ofEpochSecond(end.asLong())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
