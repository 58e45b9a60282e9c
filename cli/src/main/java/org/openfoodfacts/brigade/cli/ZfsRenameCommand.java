package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Another name for a dataset that nothing else knows by the old one. */
@Command(
        name = "rename",
        mixinStandardHelpOptions = true,
        description = {
            "Renames a dataset with all below it, unless something that hangs on it would break, and waits until that is done.",
            "brigade zfs dependents --change rename tells what that is."
        })
final class ZfsRenameCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", paramLabel = "DATASET")
    private String dataset;

    @Parameters(index = "2", paramLabel = "TO", description = "the whole new name, with the pool in front")
    private String to;

    @Override
    void run(ApiClient api, PrintWriter out) {
        JsonNode asked = api.post(ZfsDependentsCommand.datasetPath(node, dataset) + "/rename", Map.of("to", to));
        JsonNode result = AgentAnswer.await(api, asked);
        out.println(asJson() ? pretty(result) : node + ":" + dataset + " is " + Json.text(result, "to") + " now");
    }
}
