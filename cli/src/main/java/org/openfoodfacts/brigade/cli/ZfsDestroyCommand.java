package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The end of a dataset that nothing needs. */
@Command(
        name = "destroy",
        mixinStandardHelpOptions = true,
        description = {
            "Destroys a dataset with all below it and all their snapshots, unless something needs one of them, and waits until that is done.",
            "brigade zfs dependents tells what that is."
        })
final class ZfsDestroyCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", paramLabel = "DATASET")
    private String dataset;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; it stays in the journal")
    private String reason;

    @Override
    void run(ApiClient api, PrintWriter out) {
        JsonNode asked =
                api.post(ZfsDependentsCommand.datasetPath(node, dataset) + "/destroy", Map.of("reason", reason));
        JsonNode result = AgentAnswer.await(api, asked);
        if (asJson()) {
            out.println(pretty(result));
            return;
        }
        int datasets = result.path("datasets").size();
        int snapshots = result.path("snapshots").asInt();
        out.println("destroyed " + node + ":" + dataset + ": " + datasets
                + (datasets == 1 ? " dataset and " : " datasets and ")
                + snapshots + (snapshots == 1 ? " snapshot" : " snapshots") + ", which used "
                + Sizes.text(result.path("usedBytes").asLong()));
    }
}
