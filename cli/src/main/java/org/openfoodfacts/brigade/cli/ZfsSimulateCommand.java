package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks before a changed policy is committed what it would do. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Shows what a changed sanoid.conf would destroy and come to hold; changes nothing.")
final class ZfsSimulateCommand extends ApiCommand {
    @Option(
            names = "--node",
            required = true,
            paramLabel = "NODE",
            description = "the node whose sanoid.conf it would be")
    private String node;

    @Option(names = "--dataset", paramLabel = "DATASET", description = "only this one and all below")
    private String dataset;

    @Parameters(paramLabel = "FILE", description = "the changed sanoid.conf")
    private Path file;

    private String text;

    @Override
    void check() {
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw notUnderstood("FILE '" + file + "' cannot be read as text: " + e.getMessage());
        }
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        Map<String, String> wish = new HashMap<>(Map.of("node", node, "sanoidConf", text));
        if (dataset != null) {
            wish.put("dataset", dataset);
        }
        JsonNode answer = api.post("zfs-sync/policies/simulate", wish);
        if (asJson()) {
            out.println(answer);
            return;
        }
        Table table = new Table("DATASET", "DESTROYS", "BY THE CHANGE", "FREES AT LEAST", "SPARED", "COMES TO HOLD");
        answer.path("datasets").forEach(one -> table.row(row(one)));
        table.print(out);
        answer.path("datasets").forEach(one -> explain(one, out));
        answer.path("pools")
                .forEach(pool -> out.printf(
                        "%s: destroys %d, %d of them by the change; frees at least %s%s%n",
                        Json.text(pool, "pool"),
                        pool.path("destroyed").asInt(),
                        pool.path("onlyByChange").asInt(),
                        Sizes.text(pool.path("freedAtLeast").asLong()),
                        overwritten(pool)));
    }

    private static String overwritten(JsonNode pool) {
        JsonNode held = pool.path("overwritten");
        int notTold = pool.path("notTold").asInt();
        String others = notTold == 0 ? "" : " (of " + notTold + " datasets it cannot be told)";
        return held.isObject()
                ? "; snapshots hold at most " + Sizes.text(held.path("now").asLong())
                        + " of what was written over, would come to " + steady(held.path("after"))
                        + ", without the change to " + steady(held.path("before")) + others
                        + ", and all that was only deleted"
                : "";
    }

    private static String steady(JsonNode bytes) {
        return bytes.isNumber() ? Sizes.text(bytes.asLong()) : "no end";
    }

    private static void explain(JsonNode one, PrintWriter out) {
        String dataset = Json.text(one, "dataset");
        if (one.hasNonNull("keepAll")) {
            out.printf("%s: nothing is destroyed for now: %s%n", dataset, Json.text(one, "keepAll"));
        }
        one.path("breaks")
                .forEach(broken -> out.printf(
                        "%s: sanoid would destroy @%s, which %s goes on from%n",
                        dataset,
                        Json.text(broken.path("snapshot"), "name"),
                        Json.text(broken.path("because").path(0), "by")));
    }

    private static String[] row(JsonNode one) {
        if (one.hasNonNull("objection")) {
            return new String[] {Json.text(one, "dataset"), "-", "-", "-", "-", Json.text(one, "objection")};
        }
        return new String[] {
            Json.text(one, "dataset"),
            one.path("destroyed").path("count").asText(),
            one.path("onlyByChange").path("count").asText(),
            Sizes.text(one.path("freedAtLeast").asLong()),
            Integer.toString(one.path("spared").size()),
            held(one.path("held"))
        };
    }

    /** As {@code 36 hourly (48), 30 daily}: the count of the change, and that of today where it is another. */
    private static String held(JsonNode held) {
        StringBuilder text = new StringBuilder();
        for (String kind : new String[] {"FREQUENTLY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}) {
            String before = count(held.path(kind).path("before"));
            String after = count(held.path(kind).path("after"));
            if (!before.equals("0") || !after.equals("0")) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(after)
                        .append(' ')
                        .append(kind.toLowerCase(Locale.ROOT));
                text.append(before.equals(after) ? "" : " (" + before + ")");
            }
        }
        return text.toString();
    }

    private static String count(JsonNode number) {
        return number.isNumber() ? number.asText() : "all";
    }
}
