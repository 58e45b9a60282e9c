package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What zfs-sync knows and does. */
@Command(
        name = "zfs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows how far behind copies are, by whom snapshots are kept and what hangs on a dataset; takes snapshots, brings copies up to date, repairs them and refreshes staging clones; renames and destroys what nothing needs.",
        subcommands = {
            ZfsCommand.Status.class,
            ZfsPoliciesCommand.class,
            ZfsSimulateCommand.class,
            ZfsSyncCommand.class,
            ZfsTransfersCommand.class,
            ZfsRepairCommand.class,
            ZfsClonesCommand.class,
            ZfsStraysCommand.class,
            ZfsGrowthCommand.class,
            ZfsDisksCommand.class,
            ZfsMeasureCommand.class,
            ZfsDependentsCommand.class,
            ZfsRenameCommand.class,
            ZfsDestroyCommand.class,
            ZfsSnapshotCommand.class
        })
final class ZfsCommand {
    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Lists every copy the fleet declares with its state and its lag.")
    static final class Status extends ApiCommand {
        @Option(names = "--node", paramLabel = "NODE", description = "only pairs from or to this node")
        private String node;

        @Override
        void run(ApiClient api, PrintWriter out) {
            List<JsonNode> pairs = api.all("zfs-sync/pairs" + (node == null ? "" : "?node=" + Uris.encode(node)));
            List<JsonNode> problems = api.get("zfs-sync/pairs/problems")
                    .path("items")
                    .valueStream()
                    .toList();
            if (asJson()) {
                pairs.forEach(out::println);
                return;
            }
            Table table = new Table("SOURCE", "COPY", "STATE", "SINCE", "LAG", "BEHIND", "BYTES", "BLOCKED BY");
            pairs.forEach(pair -> table.row(
                    TransferText.side(pair.path("source")),
                    TransferText.side(pair.path("target")),
                    Json.text(pair, "state").toLowerCase(Locale.ROOT).replace('_', ' '),
                    Json.time(pair, "since"),
                    lag(pair),
                    Json.text(pair, "snapshotsBehind"),
                    pair.hasNonNull("bytesBehind")
                            ? Sizes.text(pair.path("bytesBehind").asLong())
                            : "-",
                    blockedBy(pair)));
            table.print(out);
            problems.forEach(problem -> err().println(Json.text(problem, "file") + ":" + Json.text(problem, "line")
                    + ": " + Json.text(problem, "what") + "; " + Json.text(problem, "remedy")));
            pairs.stream()
                    .filter(pair -> "HOLD_REFUSED".equals(Json.text(pair.path("finding"), "kind")))
                    .forEach(pair -> err().println(TransferText.side(pair.path("target")) + ": "
                            + Json.text(pair.path("finding"), "words")));
        }

        /** In two words; {@code zfs repair} says more. */
        private static String blockedBy(JsonNode pair) {
            return pair.hasNonNull("finding")
                    ? Json.text(pair.path("finding"), "kind")
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ')
                    : "-";
        }

        private static String lag(JsonNode pair) {
            if (!pair.hasNonNull("lag")) {
                return "-";
            }
            return Durations.age(Duration.parse(pair.path("lag").asText()));
        }
    }
}
