package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which disks will not last. */
@Command(
        name = "disks",
        mixinStandardHelpOptions = true,
        description =
                "Lists what the disks of nodes that have smartctl say of themselves; --bad those only that fail or wear out.")
final class ZfsDisksCommand extends ApiCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "only those of this node")
    private String node;

    @Option(names = "--bad", description = "only those that are failing or worn")
    private boolean bad;

    @Override
    void run(ApiClient api, PrintWriter out) {
        List<JsonNode> disks = api.all("zfs-sync/disks" + (node == null ? "" : "?node=" + Uris.encode(node))).stream()
                .filter(disk -> !bad || disk.path("health").asText().matches("FAILING|WORN"))
                .toList();
        if (asJson()) {
            disks.forEach(out::println);
            return;
        }
        Table table = new Table("DISK", "MODEL", "SERIAL", "HEALTH", "SINCE", "BECAUSE");
        disks.forEach(disk -> table.row(
                Json.text(disk, "node") + " " + Json.text(disk, "device"),
                orDash(disk, "model"),
                orDash(disk, "serial"),
                Json.text(disk, "health").toLowerCase(Locale.ROOT),
                Json.time(disk, "since"),
                disk.path("because").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))));
        table.print(out);
    }

    private static String orDash(JsonNode disk, String field) {
        return disk.hasNonNull(field) ? Json.text(disk, field) : "-";
    }
}
