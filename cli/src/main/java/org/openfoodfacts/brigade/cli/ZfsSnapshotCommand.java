package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Snapshots by hand, with the reason and the end each must have. What may be taken, and for how long, is for zfs-sync to say. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a snapshot on a node and waits until it is there; it is destroyed at its end.",
            "With --list shows those taken by hand, with --delete ends one early."
        })
final class ZfsSnapshotCommand extends ApiCommand {
    private static final String SNAPSHOTS = "zfs-sync/snapshots";
    private static final Duration USUAL = Duration.ofDays(7);

    @Parameters(index = "0", arity = "0..1", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATASET")
    private String dataset;

    @Option(names = "--recursive", description = "of the datasets below too, all in the same moment")
    private boolean recursive;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; it stays in the journal")
    private String reason;

    @Option(names = "--for", paramLabel = "DURATION", description = "how long it is kept, ISO 8601 (usually P7D)")
    private Duration keep;

    @Option(names = "--list", description = "those taken by hand, newest first; of NODE and DATASET when given")
    private boolean list;

    @Option(names = "--delete", paramLabel = "ID", description = "the end of this one is now")
    private String ended;

    private Instant end;

    @Override
    void check() {
        if (list && ended != null) {
            throw notUnderstood("--list and --delete are mutually exclusive");
        }
        if (list || ended != null) {
            if (reason != null || keep != null || recursive) {
                throw notUnderstood("--reason, --for and --recursive are for taking one");
            }
            if (ended != null && node != null) {
                throw notUnderstood("--delete takes the ID alone");
            }
            return;
        }
        if (dataset == null) {
            throw notUnderstood("Missing required parameter: '" + (node == null ? "NODE" : "DATASET") + "'");
        }
        if (reason == null) {
            throw notUnderstood("Missing required option: '--reason=TEXT'");
        }
        try {
            end = Instant.now().plus(keep == null ? USUAL : keep);
        } catch (DateTimeException | ArithmeticException e) {
            throw notUnderstood("--for '" + keep + "' is beyond all calendars");
        }
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        if (list) {
            list(api, out);
        } else if (ended != null) {
            JsonNode answer = api.delete(SNAPSHOTS + "/" + Uris.encode(ended));
            var _ = needed(answer, "state");
            out.println(asJson() ? pretty(answer) : fullName(answer) + " ends now; --list tells when it is gone");
        } else {
            take(api, out);
        }
    }

    private void take(ApiClient api, PrintWriter out) {
        JsonNode asked = api.post(
                SNAPSHOTS,
                Map.of("node", node, "dataset", dataset, "recursive", recursive, "reason", reason, "expiresAt", end));
        JsonNode view = asked;
        while ("REQUESTED".equals(Json.text(view, "state"))) {
            var _ = api.get("zfs-sync/commands/" + Json.text(asked, "commandId") + "?wait=PT5S");
            view = api.get(SNAPSHOTS + "/" + Json.text(asked, "id"));
        }
        var _ = needed(view, "state");
        if (asJson()) {
            out.println(pretty(view));
        } else if (!view.path("snapshots").isEmpty()) {
            taken(view, out);
        }
        if ("FAILED".equals(Json.text(view, "state"))) {
            throw new Unsuccessful("no snapshot was taken: " + Json.text(view, "detail"));
        }
    }

    private static void taken(JsonNode view, PrintWriter out) {
        out.println(Json.text(view, "id") + "  until " + Json.time(view, "expiresAt"));
        Table table = new Table("SNAPSHOT", "GUID", "TAKEN");
        view.path("snapshots")
                .forEach(one -> table.row(
                        Json.text(one, "dataset") + "@" + Json.text(view, "name"),
                        Json.text(one, "guid"),
                        Json.text(one, "creation")));
        table.print(out);
    }

    private void list(ApiClient api, PrintWriter out) {
        String query = Stream.of(filter("node", node), filter("dataset", dataset))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("&"));
        List<JsonNode> snapshots = api.all(SNAPSHOTS + (query.isEmpty() ? "" : "?" + query));
        if (asJson()) {
            snapshots.forEach(out::println);
            return;
        }
        Table table = new Table("ID", "SNAPSHOT", "STATE", "UNTIL", "REASON", "DETAIL");
        snapshots.forEach(one -> table.row(
                Json.text(one, "id"),
                fullName(one),
                Json.text(one, "state").toLowerCase(Locale.ROOT),
                Json.time(one, "expiresAt"),
                Json.text(one, "reason"),
                Json.text(one, "detail")));
        table.print(out);
    }

    private static String filter(String field, String value) {
        return value == null ? "" : field + "=" + Uris.encode(value);
    }

    private static String fullName(JsonNode view) {
        return Json.text(view, "node") + ":" + Json.text(view, "dataset") + "@" + Json.text(view, "name")
                + (view.path("recursive").asBoolean() ? " and below" : "");
    }
}
