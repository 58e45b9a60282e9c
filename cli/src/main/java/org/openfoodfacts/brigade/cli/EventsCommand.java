package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The journal: what happened, and live what happens. */
@Command(name = "events", mixinStandardHelpOptions = true, description = "Shows the journal of all services' events.")
final class EventsCommand extends ApiCommand {
    @Option(names = "--follow", description = "goes on with what happens behind those, until Ctrl-C")
    private boolean follow;

    @Option(names = "--type", paramLabel = "KIND", description = "only this kind, for example node-lost")
    private String type;

    @Option(names = "--node", paramLabel = "NAME", description = "only of this node")
    private String node;

    @Option(names = "--correlation", paramLabel = "ID", description = "only what this request set off")
    private String correlation;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many of the newest (usually ${DEFAULT-VALUE})")
    private int limit;

    @Override
    void run(ApiClient api, PrintWriter out) {
        String query = query();
        List<JsonNode> newestFirst = needed(api.get("inventory/events?order=newest&limit=" + limit + query), "items")
                .valueStream()
                .toList();
        newestFirst.reversed().forEach(event -> print(event, out));
        if (follow) {
            out.flush();
            long last = newestFirst.isEmpty()
                    ? 0
                    : newestFirst.getFirst().path("sequence").asLong();
            api.follow("inventory/events?after=" + last + query, event -> {
                print(event, out);
                return !out.checkError();
            });
        }
    }

    private String query() {
        StringJoiner query = new StringJoiner("");
        add(query, "type", type);
        add(query, "node", node);
        add(query, "correlation", correlation);
        return query.toString();
    }

    private static void add(StringJoiner query, String name, String value) {
        if (value != null) {
            query.add("&" + name + "=" + Uris.encode(value));
        }
    }

    private void print(JsonNode event, PrintWriter out) {
        if (asJson()) {
            out.println(event);
            return;
        }
        String where = Json.text(event, event.hasNonNull("node") ? "node" : "subject");
        out.println(
                Json.text(event, "time") + "  " + Json.text(event, "kind") + "  " + where + "  " + event.path("data"));
    }
}
