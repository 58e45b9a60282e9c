package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.launch.Printable;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What keeps copies from being brought up to date, what would mend it, and the word to do so. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what keeps copies from being brought up to date and what would mend it; changes nothing.",
            "With --approve does exactly what the plan of that name says, and waits for it."
        })
final class ZfsRepairCommand extends ApiCommand {
    private static final String REPAIRS = "zfs-sync/repairs";

    @Parameters(index = "0", arity = "0..1", paramLabel = "NODE", description = "the machine that has the copy")
    private String node;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATASET", description = "the copy")
    private String dataset;

    @Option(names = "--approve", paramLabel = "PLAN", description = "the plan as it is named in the list")
    private String plan;

    @Override
    void check() {
        if (plan != null && dataset == null) {
            throw notUnderstood("--approve needs NODE and DATASET: the copy that the plan is for");
        }
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        if (plan != null) {
            approve(api, out);
            return;
        }
        String query = Stream.of(parameter("node", node), parameter("dataset", dataset))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("&"));
        List<JsonNode> plans = api.all(REPAIRS + "/plans" + (query.isEmpty() ? "" : "?" + query));
        if (asJson()) {
            plans.forEach(out::println);
        } else if (plans.isEmpty()) {
            out.println("nothing keeps " + (dataset == null ? "a copy" : node + ":" + dataset)
                    + " from being brought up to date");
        } else {
            plans.forEach(one -> print(one, out));
        }
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : name + "=" + Uris.encode(value);
    }

    private static void print(JsonNode one, PrintWriter out) {
        JsonNode finding = one.path("finding");
        out.println(TransferText.side(one.path("copy")) + "  "
                + Json.text(finding, "kind").toLowerCase(Locale.ROOT).replace('_', ' '));
        out.println("  because  " + Json.text(finding, "words"));
        one.path("deeds").forEach(deed -> out.println("  would    " + Printable.of(deed.asText())));
        if (one.hasNonNull("obstacle")) {
            out.println("  first    " + Json.text(one, "obstacle"));
            return;
        }
        out.println("  loses    " + loses(one));
        one.path("needed").forEach(other -> out.println("  needed   " + Printable.of(other.asText())));
        out.println("  sends    " + sends(one));
        out.println(
                "  approve  brigade zfs repair " + quoted(one.path("copy")) + " --approve " + Json.text(one, "plan"));
    }

    private static String loses(JsonNode one) {
        int count = one.path("destroyedSnapshots").asInt();
        String snapshots = count + (count == 1 ? " snapshot" : " snapshots");
        if (one.path("losesNothing").asBoolean()) {
            return count == 0 ? "nothing" : "nothing that was ever written (" + snapshots + ")";
        }
        if (one.path("lostBytes").asLong() == 0 && !one.path("needed").isEmpty()) {
            return "what other copies go on from (" + snapshots + ")";
        }
        String bytes = Sizes.text(one.path("lostBytes").asLong());
        return bytes + (count == 0 ? "" : " and " + snapshots) + ", which the source has not";
    }

    private static String sends(JsonNode one) {
        String bytes = one.hasNonNull("sentBytes")
                ? "about " + Sizes.text(one.path("sentBytes").asLong())
                : "what the copy lacks";
        return one.path("sentWhole").asBoolean() ? bytes + ", all of it anew" : bytes;
    }

    /** As a shell takes it: a dataset's name may have blanks. */
    private static String quoted(JsonNode copy) {
        String name = Json.text(copy, "dataset");
        return Json.text(copy, "node") + " " + (name.contains(" ") ? "'" + name + "'" : name);
    }

    private void approve(ApiClient api, PrintWriter out) {
        JsonNode repair = api.post(REPAIRS, Map.of("node", node, "dataset", dataset, "plan", plan));
        var _ = needed(repair, "state");
        while ("ACTING".equals(Json.text(repair, "state"))) {
            var _ = api.get("zfs-sync/commands/" + Json.text(repair, "commandId") + "?wait=PT5S");
            repair = api.get(REPAIRS + "/" + Json.text(repair, "id"));
        }
        if (asJson()) {
            out.println(pretty(repair));
        } else {
            repair.path("deeds")
                    .forEach(deed -> out.println(
                            (deed.path("done").asBoolean() ? "done      " : "not done  ") + Json.text(deed, "words")));
        }
        if (!"DONE".equals(Json.text(repair, "state"))) {
            throw new Unsuccessful(
                    "the repair failed: " + Json.text(repair, "reason") + ": " + Json.text(repair, "problem"));
        }
        if (!asJson()) {
            out.println(node + ":" + dataset + " is being brought up to date; brigade zfs transfers --node " + node
                    + " tells how far");
        }
    }
}
