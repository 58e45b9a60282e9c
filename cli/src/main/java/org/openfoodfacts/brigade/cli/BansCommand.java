package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** The bans that stand. */
@Command(name = "bans", mixinStandardHelpOptions = true, description = "Lists the bans.")
final class BansCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintWriter out) {
        List<JsonNode> bans = api.all("proxy-config/bans");
        if (asJson()) {
            bans.forEach(out::println);
            return;
        }
        Table table = new Table("ID", "NETWORK", "UNTIL", "REASON");
        bans.forEach(ban -> table.row(
                Json.text(ban, "id"), Json.text(ban, "network"), Json.time(ban, "until"), Json.text(ban, "reason")));
        table.print(out);
    }
}
