package org.openfoodfacts.brigade.suite.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.awaitility.Awaitility;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** Deployments as an operator asks for and watches them. */
record Deployments(ApiClient api) {
    /** The new deployment's id; the application has one flavor. */
    String ask(String application, String flavor, String version) {
        return api.post(
                        "deployer/deployments",
                        Map.of("application", application, "flavor", flavor, "version", version))
                .path("id")
                .asText();
    }

    JsonNode get(String id) {
        return api.get("deployer/deployments/" + id);
    }

    JsonNode awaitEnd(String id) {
        return Awaitility.await("the deployment has ended")
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> get(id),
                        view -> !"RUNNING".equals(view.path("state").asText()));
    }

    /** The id of the command of its build, once there is one. */
    String awaitBuild(String id) {
        return Awaitility.await("the build is asked for")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> build(id).path("commandId").asText(), command -> !command.isEmpty());
    }

    JsonNode build(String id) {
        return get(id).path("steps")
                .valueStream()
                .filter(step -> "BUILD".equals(step.path("step").asText()))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    JsonNode command(String id) {
        return api.get("deployer/commands/" + id);
    }
}
