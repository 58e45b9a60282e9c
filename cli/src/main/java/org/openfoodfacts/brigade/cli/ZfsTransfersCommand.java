package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is being brought from machine to machine, and what was. */
@Command(
        name = "transfers",
        mixinStandardHelpOptions = true,
        description = "Lists the newest transfers of datasets, or ends one.")
final class ZfsTransfersCommand extends ApiCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "only those from or to this node")
    private String node;

    @Option(names = "--running", description = "only those under way")
    private boolean running;

    @Option(names = "--cancel", paramLabel = "ID", description = "ends this one; what has come so far stays")
    private String cancel;

    @Override
    void check() {
        if (cancel != null && (running || node != null)) {
            throw notUnderstood("--cancel ends one transfer; it goes with no other option");
        }
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        if (cancel != null) {
            JsonNode ended = api.delete("zfs-sync/transfers/" + Uris.encode(cancel));
            var _ = needed(ended, "state");
            out.println(
                    asJson()
                            ? pretty(ended)
                            : TransferText.side(ended.path("target")) + "  " + TransferText.state(ended)
                                    + ", its end is asked for");
            return;
        }
        String query =
                "?limit=100" + (node == null ? "" : "&node=" + Uris.encode(node)) + (running ? "&state=PULLING" : "");
        List<JsonNode> transfers = needed(api.get("zfs-sync/transfers" + query), "items")
                .valueStream()
                .toList();
        if (asJson()) {
            transfers.forEach(out::println);
            return;
        }
        Table table = new Table("ID", "COPY", "BY", "ASKED AT", "STATE", "NOW");
        transfers.forEach(transfer -> table.row(
                Json.text(transfer, "id"),
                TransferText.side(transfer.path("target")),
                transfer.hasNonNull("askedBy") ? Json.text(transfer, "askedBy") : "fleet.yaml",
                Json.time(transfer, "askedAt"),
                TransferText.state(transfer),
                TransferText.now(transfer)));
        table.print(out);
    }
}
