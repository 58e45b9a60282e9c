package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;

/** What the agent answers to a command of zfs-sync that somebody waits for. */
final class AgentAnswer {
    private AgentAnswer() {}

    /** @param asked has the {@code commandId}; Unsuccessful, with the reason, when it has none, nothing is told of the command, or that did not succeed */
    static JsonNode await(ApiClient api, JsonNode asked) {
        String command = "zfs-sync/commands/"
                + Uris.encode(ApiCommand.needed(asked, "commandId").asText());
        JsonNode view = api.get(command);
        while (!view.hasNonNull("endedAt")) {
            var _ = ApiCommand.needed(view, "state");
            view = api.get(command + "?wait=PT5S");
        }
        if (view.hasNonNull("failure")) {
            throw new Unsuccessful(
                    Json.text(view.path("failure"), "reason") + ": " + Json.text(view.path("failure"), "detail"));
        }
        return view.path("result");
    }
}
