package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who it is that fills a pool. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description =
                "Lists the datasets of a pool that take more than they did; those that grew the most by themselves first.")
final class ZfsGrowthCommand extends ApiCommand {
    private static final int BAR = 20;

    @Parameters(index = "0", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", paramLabel = "POOL")
    private String pool;

    @Option(names = "--days", defaultValue = "30", description = "how many days back (${DEFAULT-VALUE})")
    private int days;

    @Option(names = "--limit", defaultValue = "20", description = "how many datasets (${DEFAULT-VALUE})")
    private int limit;

    @Override
    void run(ApiClient api, PrintWriter out) {
        Instant since = Instant.now().minus(Duration.ofDays(days));
        List<JsonNode> grown = api.get("zfs-sync/pools/" + Uris.encode(node) + "/" + Uris.encode(pool)
                        + "/growth?limit=" + limit + "&since=" + Uris.encode(since.toString()))
                .path("items")
                .valueStream()
                .toList();
        if (asJson()) {
            grown.forEach(out::println);
            return;
        }
        if (grown.isEmpty()) {
            out.println("nothing is known of datasets of a pool '" + pool + "' of '" + node + "'");
            return;
        }
        long most = Math.max(1, grown.getFirst().path("ownBytes").asLong());
        Table table = new Table("DATASET", "ITSELF", "", "WITH ALL BELOW", "TAKES NOW", "SINCE");
        grown.forEach(one -> table.row(
                Json.text(one, "dataset"),
                change(one.path("ownBytes").asLong()),
                "#".repeat(Math.clamp(one.path("ownBytes").asLong() * BAR / most, 0, BAR)),
                change(one.path("grownBytes").asLong()),
                Sizes.text(one.path("now").path("usedBytes").asLong()),
                Json.text(one.path("from"), "at").substring(0, "2026-11-29".length())));
        table.print(out);
    }

    private static String change(long bytes) {
        return (bytes < 0 ? "-" : "+") + Sizes.text(Math.abs(bytes));
    }
}
