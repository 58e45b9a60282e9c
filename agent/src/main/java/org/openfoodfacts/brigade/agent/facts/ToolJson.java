package org.openfoodfacts.brigade.agent.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.Json;

/** JSON that a tool printed; empty when the machine has no such tool. */
final class ToolJson {
    private ToolJson() {}

    static Optional<JsonNode> read(Machine machine, String... argv) {
        ExecResult result = machine.exec().run(Invocation.of(argv));
        if (result instanceof ExecResult.Missing) {
            return Optional.empty();
        }
        String text = result.success()
                .orElseThrow(() -> new UnseenException(String.join(" ", argv) + ": " + ToolFailure.describe(result)));
        return Optional.of(text.isBlank() ? Json.mapper().createArrayNode() : parse(String.join(" ", argv), text));
    }

    static JsonNode parse(String tool, String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnseenException(tool + " printed no JSON: " + e.getOriginalMessage());
        }
    }
}
