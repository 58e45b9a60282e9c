package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One node: take it in, look at it, revoke it. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Takes a node in, shows it, revokes it.",
        subcommands = {NodeCommand.Add.class, NodeCommand.Show.class, NodeCommand.Revoke.class})
final class NodeCommand {
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes a one-time token with which the node's agent enrols.")
    static final class Add extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        void run(ApiClient api, PrintWriter out) {
            JsonNode made = api.post("security/invitations", Map.of("node", name));
            String token = needed(made, "token").asText();
            if (asJson()) {
                out.println(pretty(made));
                return;
            }
            out.println(token);
            err().println("good until " + made.path("expiresAt").asText() + ", once. On the machine:");
            err().println("  brigade-agent enroll --token-file -");
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows what is declared and what is seen of a node.")
    static final class Show extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        void run(ApiClient api, PrintWriter out) {
            out.println(pretty(api.get("inventory/nodes/" + Uris.encode(name))));
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Stops trusting a node.")
    static final class Revoke extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        private String name;

        @Parameters(index = "1", paramLabel = "REASON")
        private String reason;

        @Override
        void run(ApiClient api, PrintWriter out) {
            JsonNode node = api.post("security/nodes/" + Uris.encode(name) + "/revoke", Map.of("reason", reason));
            var _ = needed(node, "revokedAt");
            out.println(pretty(node));
        }
    }
}
