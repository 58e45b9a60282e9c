package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a release and, unless told otherwise, shows its log until it ends. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = "Deploys a release tag to a flavor of an application.")
final class DeployCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "APPLICATION")
    private String application;

    @Parameters(index = "1", paramLabel = "FLAVOR")
    private String flavor;

    @Parameters(index = "2", paramLabel = "VERSION")
    private String version;

    @Option(names = "--no-wait", description = "does not wait for its end")
    private boolean noWait;

    @Override
    void run(ApiClient api, PrintStream out) {
        JsonNode asked = api.post(
                "deployer/deployments", Map.of("application", application, "flavor", flavor, "version", version));
        String id = asked.path("id").asText();
        if (!noWait) {
            api.follow("deployer/deployments/" + id + "/log", part -> {
                part.path("lines")
                        .forEach(line -> out.println("  " + line.path("text").asText(line.asText())));
                return !part.hasNonNull("state");
            });
        }
        JsonNode now = api.get("deployer/deployments/" + id);
        out.println(asJson() ? pretty(now) : id + "  " + Json.text(now, "state") + "  " + Json.text(now, "detail"));
    }
}
