package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings copies up to date and, unless told otherwise, shows how until they are; exit code 1 when one is not. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description =
                "Brings a copy that a syncoid-args.conf declares up to date now. Ctrl-C ends the showing, not the transfer.")
final class ZfsSyncCommand extends ApiCommand {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    @Parameters(index = "0", paramLabel = "NODE", description = "the machine that has the copy")
    private String node;

    @Parameters(index = "1", paramLabel = "DATASET", description = "the copy")
    private String dataset;

    @Option(names = "--recursive", description = "the copies below it too")
    private boolean recursive;

    @Option(names = "--no-wait", description = "does not wait for its end")
    private boolean noWait;

    @Override
    void run(ApiClient api, PrintWriter out) {
        JsonNode asked =
                api.post("zfs-sync/transfers", Map.of("node", node, "dataset", dataset, "recursive", recursive));
        Map<String, JsonNode> transfers = new LinkedHashMap<>();
        needed(asked, "items").forEach(item -> transfers.put(Json.text(item, "id"), item));
        if (!noWait) {
            follow(api, transfers, asJson() ? err() : out);
        }
        if (asJson() || noWait) {
            transfers.values().forEach(transfer -> out.println(asJson() ? transfer : line(transfer)));
        }
        List<JsonNode> behind = transfers.values().stream()
                .filter(transfer -> !noWait && !TransferText.isDone(transfer))
                .toList();
        if (!behind.isEmpty()) {
            throw new Unsuccessful(behind.size() + " of " + transfers.size() + " copies are not up to date");
        }
    }

    /** Prints a line when there is something new to tell of a transfer, until all have ended. */
    private void follow(ApiClient api, Map<String, JsonNode> transfers, PrintWriter out) {
        Map<String, String> told = new HashMap<>();
        while (true) {
            transfers.forEach((id, transfer) -> {
                String line = line(transfer);
                if (!line.equals(told.put(id, line))) {
                    out.println(line);
                }
            });
            out.flush();
            if (transfers.values().stream().allMatch(TransferText::hasEnded)) {
                return;
            }
            pause();
            Map<String, JsonNode> newest = new HashMap<>();
            needed(api.get("zfs-sync/transfers?limit=1000&node=" + Uris.encode(node)), "items")
                    .forEach(item -> newest.put(Json.text(item, "id"), item));
            transfers.replaceAll((id, known) -> newest.computeIfAbsent(
                    id, _ -> TransferText.hasEnded(known) ? known : api.get("zfs-sync/transfers/" + id)));
        }
    }

    private static String line(JsonNode transfer) {
        return TransferText.side(transfer.path("target")) + "  " + TransferText.state(transfer) + "  "
                + TransferText.now(transfer);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unsuccessful("interrupted; the transfers go on");
        }
    }
}
