package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.openfoodfacts.brigade.suite.launch.Printable;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a release and, unless told otherwise, shows its log until it ends; exit code 1 when it did not succeed. */
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
    void run(ApiClient api, PrintWriter out) {
        JsonNode asked = api.post(
                "deployer/deployments", Map.of("application", application, "flavor", flavor, "version", version));
        String id = needed(asked, "id").asText();
        if (!noWait) {
            PrintWriter log = asJson() ? err() : out;
            api.follow("deployer/deployments/" + id + "/log", part -> {
                part.path("lines")
                        .forEach(line -> log.println(
                                "  " + Printable.line(line.path("text").asText(line.asText()))));
                return !part.hasNonNull("state");
            });
        }
        JsonNode now = api.get("deployer/deployments/" + id);
        out.println(asJson() ? pretty(now) : id + "  " + Json.text(now, "state") + "  " + Json.text(now, "detail"));
        String state = now.path("state").asText();
        if (!noWait && !"SUCCEEDED".equals(state)) {
            throw new Unsuccessful("the deployment is " + state + ": " + Json.text(now, "detail"));
        }
    }
}
