package org.openfoodfacts.brigade.agent.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.Json;

/** JSON that a tool printed. When there is none, the log says why, and it is empty. */
final class ToolJson {
    private ToolJson() {}

    static Optional<JsonNode> read(String probe, ExecResult result) {
        if (result.success().isEmpty()) {
            ProbeLog.odd(probe, ToolFailure.describe(result));
            return Optional.empty();
        }
        String text = result.success().get();
        try {
            return text.isBlank()
                    ? Optional.of(Json.mapper().createArrayNode())
                    : Optional.of(Json.mapper().readTree(text));
        } catch (JsonProcessingException e) {
            ProbeLog.odd(probe, "no JSON: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
