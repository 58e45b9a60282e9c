package org.openfoodfacts.brigade.cli;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whose snapshots are taken and destroyed by which policy, by whom, and whether that works. */
@Command(
        name = "policies",
        mixinStandardHelpOptions = true,
        description = "Lists the snapshot policy of every dataset, and whether it is kept.")
final class ZfsPoliciesCommand extends ApiCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "only datasets of this node")
    private String node;

    @Option(names = "--managed", description = "only datasets whose snapshots Brigade takes and destroys")
    private boolean managed;

    @Override
    void run(ApiClient api, PrintWriter out) {
        String query = (node == null ? "" : "&node=" + Uris.encode(node)) + (managed ? "&mode=MANAGE" : "");
        List<JsonNode> policies = api.all("zfs-sync/policies" + (query.isEmpty() ? "" : "?" + query.substring(1)));
        if (asJson()) {
            policies.forEach(out::println);
            return;
        }
        Table table = new Table("DATASET", "BY", "KEEPS", "LAST ROUND", "STATE");
        policies.forEach(policy -> table.row(
                Json.text(policy, "node") + ":" + Json.text(policy, "dataset"),
                "MANAGE".equals(Json.text(policy, "mode")) ? "brigade" : "sanoid",
                keeps(policy.path("policy")),
                Json.time(policy.path("following"), "ranAt"),
                state(policy)));
        table.print(out);
    }

    /** As {@code 48 hourly, 12 monthly (held)}; what is not kept is left out. */
    private static String keeps(JsonNode policy) {
        JsonNode counts = policy.path("counts");
        Set<String> held = policy.path("holds")
                .valueStream()
                .map(kind -> kind.asText().toLowerCase(Locale.ROOT))
                .collect(toSet());
        List<String> kept = List.of("frequently", "hourly", "daily", "weekly", "monthly", "yearly").stream()
                .filter(kind -> counts.path(kind).asInt() > 0)
                .map(kind -> counts.path(kind).asInt() + " " + kind + (held.contains(kind) ? " (held)" : ""))
                .toList();
        return kept.isEmpty() ? "-" : String.join(", ", kept);
    }

    private static String state(JsonNode policy) {
        JsonNode following = policy.path("following");
        if (policy.hasNonNull("objection")) {
            return Json.text(policy, "objection");
        }
        if ("OBSERVE".equals(Json.text(policy, "mode"))) {
            return "observed";
        }
        if (following.hasNonNull("problem")) {
            return Json.text(following, "problem");
        }
        if (policy.hasNonNull("keepAll")) {
            return "keeps all: " + Json.text(policy, "keepAll");
        }
        if (!following.hasNonNull("ranAt")) {
            return "ordered";
        }
        return following.path("followed").asLong() < following.path("ordered").asLong()
                ? "kept by the order before; the new one is on its way"
                : "kept";
    }
}
