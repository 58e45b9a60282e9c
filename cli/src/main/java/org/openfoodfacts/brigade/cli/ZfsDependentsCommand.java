package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks before a dataset is destroyed or renamed what hangs on it. */
@Command(
        name = "dependents",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what hangs on a dataset and on all below it, and what destroying or renaming it would break; changes nothing.",
            "Exit code 1 when something forbids it."
        })
final class ZfsDependentsCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", paramLabel = "DATASET")
    private String dataset;

    @Option(
            names = "--change",
            paramLabel = "CHANGE",
            defaultValue = "destroy",
            description = "one of ${COMPLETION-CANDIDATES} (usually ${DEFAULT-VALUE})")
    private Change change;

    /** As it is typed, and as the API calls it. */
    private enum Change {
        destroy,
        rename
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        JsonNode answer = api.get(datasetPath(node, dataset) + "/dependents?change=" + change);
        if (asJson()) {
            out.println(pretty(answer));
        } else {
            print(answer.path("dependents"), out);
        }
        if (answer.path("forbidden").asBoolean()) {
            long forbidding = answer.path("dependents")
                    .valueStream()
                    .filter(one -> one.path("forbids").asBoolean())
                    .count();
            throw new Unsuccessful(forbidding + (forbidding == 1 ? " of these forbids" : " of these forbid") + " to "
                    + change + " " + node + ":" + dataset);
        }
    }

    /** Of zfs-sync, for {@code zfs rename} and {@code zfs destroy} as well. */
    static String datasetPath(String node, String dataset) {
        return Stream.of((node + "/" + dataset).split("/", -1))
                .map(Uris::encode)
                .collect(Collectors.joining("/", "zfs-sync/datasets/", ""));
    }

    private void print(JsonNode dependents, PrintWriter out) {
        if (dependents.isEmpty()) {
            out.println("nothing hangs on " + node + ":" + dataset);
            return;
        }
        Table table = new Table("DATASET", "KIND", "DEPENDENT", "WHERE", "FORBIDS", "BREAKS");
        dependents.forEach(one -> table.row(
                Json.text(one, "dataset"),
                Json.text(one, "kind").toLowerCase(Locale.ROOT).replace('_', ' '),
                Json.text(one, "name"),
                where(one.path("place")),
                one.path("forbids").asBoolean() ? "yes" : "no",
                Json.text(one, "breaks")));
        table.print(out);
    }

    private static String where(JsonNode place) {
        if (!place.hasNonNull("file")) {
            return Json.text(place, "node") + ":" + Json.text(place, "path");
        }
        return Json.text(place, "file") + (place.hasNonNull("line") ? ":" + Json.text(place, "line") : "");
    }
}
