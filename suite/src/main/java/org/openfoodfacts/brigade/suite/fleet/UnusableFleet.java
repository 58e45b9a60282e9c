package org.openfoodfacts.brigade.suite.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** Why inventory declares no fleet, in its own words: a line per error, with file and line. */
final class UnusableFleet {
    private static final int NOT_FOUND = 404;

    private UnusableFleet() {}

    /** Empty while inventory has not said that this commit, or the whole repository, is of no use. */
    static Optional<String> at(String commit, ApiClient api) {
        JsonNode latest;
        try {
            latest = api.get("inventory/imports/latest");
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return switch (latest.path("outcome").asText()) {
            case "UNREADABLE" -> Optional.of(latest.path("detail").asText());
            case "REFUSED" ->
                commit.equals(latest.path("commit").asText()) ? Optional.of(errors(latest)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String errors(JsonNode refused) {
        return refused.path("problems")
                .valueStream()
                .filter(problem -> "ERROR".equals(problem.path("severity").asText()))
                .map(problem -> problem.path("file").asText() + ":"
                        + problem.path("line").asText() + ": "
                        + problem.path("field").asText() + " "
                        + problem.path("what").asText() + "; "
                        + problem.path("remedy").asText())
                .collect(Collectors.joining("\n"));
    }
}
