package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What costs space and nobody will take away. */
@Command(
        name = "strays",
        mixinStandardHelpOptions = true,
        description =
                "Lists snapshots that no policy, tool or end takes away, holds for copies that nobody declares, and datasets set aside; the costliest first.")
final class ZfsStraysCommand extends ApiCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "only those on this node")
    private String node;

    @Override
    void run(ApiClient api, PrintWriter out) {
        List<JsonNode> strays = api.all("zfs-sync/strays" + (node == null ? "" : "?node=" + Uris.encode(node))).stream()
                .sorted(Comparator.comparingLong(ZfsStraysCommand::cost).reversed())
                .toList();
        if (asJson()) {
            strays.forEach(out::println);
            return;
        }
        Table table = new Table("STRAY", "KIND", "SINCE", "COSTS AT LEAST", "AFTER A LOOK AT IT, ON THE NODE");
        strays.forEach(stray -> table.row(
                TransferText.side(stray) + (stray.hasNonNull("snapshot") ? "@" + Json.text(stray, "snapshot") : ""),
                Json.text(stray, "kind").toLowerCase(Locale.ROOT).replace('_', ' '),
                Json.time(stray, "since"),
                Sizes.text(cost(stray)),
                Json.text(stray, "remedy")));
        table.print(out);
    }

    private static long cost(JsonNode stray) {
        return stray.path("costBytes").asLong();
    }
}
