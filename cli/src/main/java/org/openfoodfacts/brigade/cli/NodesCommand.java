package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** The nodes and whether they are there. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = "Lists the nodes: declared, online or lost, last seen.")
final class NodesCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintWriter out) {
        List<JsonNode> nodes = api.all("inventory/nodes");
        if (asJson()) {
            nodes.forEach(out::println);
            return;
        }
        Table table = new Table("NODE", "STATUS", "KIND", "SITE", "ROLES", "LAST SEEN", "AGENT");
        nodes.forEach(node -> table.row(
                Json.text(node, "name"),
                Json.text(node, "status"),
                node.path("declared").asBoolean() ? Json.text(node, "kind") : "not declared",
                Json.text(node, "site"),
                Json.list(node.path("roles")),
                Json.time(node, "lastSeen"),
                Json.text(node, "agentVersion")));
        table.print(out);
    }
}
