package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Staging clones: which moment they show, and taking them to another. */
@Command(
        name = "clones",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the declared sets of staging clones with the moment they show; changes nothing.",
            "With --refresh takes a set to the newest moment that all of its sources have, and waits for it:"
                    + " its consumers are stopped meanwhile."
        })
final class ZfsClonesCommand extends ApiCommand {
    private static final String CLONES = "zfs-sync/clones";

    @Option(names = "--refresh", paramLabel = "NAME", description = "the set as it is named in the list")
    private String name;

    @Override
    void run(ApiClient api, PrintWriter out) {
        if (name != null) {
            refresh(api, out);
            return;
        }
        List<JsonNode> sets = api.all(CLONES);
        if (asJson()) {
            sets.forEach(out::println);
            return;
        }
        Table table = new Table("CLONES", "NODE", "SHOWS", "AGE", "NEXT", "LAST REFRESH");
        sets.forEach(set -> table.row(
                Json.text(set, "name"),
                Json.text(set, "node"),
                set.hasNonNull("moment") ? Json.text(set, "moment") : "no one moment",
                set.hasNonNull("age") ? Durations.age(Duration.parse(Json.text(set, "age"))) : "-",
                set.hasNonNull("next") ? Json.text(set, "next") : "by call",
                last(set.path("last"))));
        table.print(out);
    }

    private static String last(JsonNode last) {
        if (!last.hasNonNull("state")) {
            return "never";
        }
        String state = Json.text(last, "state").toLowerCase(Locale.ROOT);
        return switch (Json.text(last, "state")) {
            case "FAILED" -> state + " at " + step(last, "failedStep") + ": " + Json.text(last, "problem");
            case "ACTING" -> "under way: " + step(last, "step");
            default -> state + " " + Json.time(last, "endedAt");
        };
    }

    private static String step(JsonNode view, String field) {
        return Json.text(view, field).toLowerCase(Locale.ROOT);
    }

    private void refresh(ApiClient api, PrintWriter out) {
        JsonNode refresh = api.post(CLONES + "/" + Uris.encode(name) + "/refresh", Map.of());
        var _ = needed(refresh, "state");
        String told = "";
        while ("ACTING".equals(Json.text(refresh, "state"))) {
            String step = step(refresh, "step");
            if (!asJson() && !step.equals(told)) {
                out.println(step + " …");
                out.flush();
                told = step;
            }
            var _ = api.get("zfs-sync/commands/" + Json.text(refresh, "commandId") + "?wait=PT5S");
            refresh = api.get(CLONES + "/refreshes/" + Json.text(refresh, "id"));
        }
        if (asJson()) {
            out.println(pretty(refresh));
        }
        if (!"DONE".equals(Json.text(refresh, "state"))) {
            throw new Unsuccessful(failure(refresh));
        }
        if (!asJson()) {
            out.println(name + " shows " + Json.text(refresh, "moment") + " (@" + Json.text(refresh, "snapshot") + ")"
                    + (refresh.hasNonNull("away") ? "; its consumers were away for " + away(refresh) : ""));
            if (refresh.hasNonNull("left")) {
                out.println("what had its place is left: " + Json.text(refresh, "left"));
            }
        }
    }

    private static String away(JsonNode refresh) {
        return String.format(
                Locale.ROOT,
                "%.1f s",
                Duration.parse(Json.text(refresh, "away")).toMillis() / 1000.0);
    }

    private static String failure(JsonNode refresh) {
        String inPlace = "FRESH".equals(Json.text(refresh, "inPlace"))
                ? "the fresh clones are in place"
                : "the clones are as they were";
        String down = refresh.path("down").isEmpty() ? "" : "; not running again: " + Json.list(refresh.path("down"));
        return "the refresh failed at " + step(refresh, "failedStep") + ": " + Json.text(refresh, "reason") + ": "
                + Json.text(refresh, "problem") + "; " + inPlace + down;
    }
}
