package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What several snapshots hold together, which the sum of each one's own does not tell. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a node what the end of some snapshots would free, all together, and destroys none.",
            "What several share is freed only with all of them, and is in no single one's used."
        })
final class ZfsMeasureCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", paramLabel = "DATASET")
    private String dataset;

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "SNAPSHOT",
            description = "a name, or a range first%%last in order of age")
    private List<String> snapshots;

    @Override
    void run(ApiClient api, PrintWriter out) {
        JsonNode asked =
                api.post("zfs-sync/measurements", Map.of("node", node, "dataset", dataset, "snapshots", snapshots));
        JsonNode result = AgentAnswer.await(api, asked);
        out.println(
                asJson()
                        ? pretty(result)
                        : Sizes.text(result.path("reclaimBytes").asLong()) + " would be free without these "
                                + result.path("names").size() + " of " + node + ":" + dataset);
    }
}
