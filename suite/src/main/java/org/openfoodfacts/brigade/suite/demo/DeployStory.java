package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** deployer: another team's tool asks by Kafka, an operator by REST, and a hot patch on the machine stops it. */
final class DeployStory implements Story {
    private static final String NEWER = "v1.1.0";
    private static final String OLDER = "v1.0.0";

    @Override
    public String title() {
        return "4 deployer: a release, asked for by another team's tool";
    }

    @Override
    public void play(Stage stage) {
        ApiClient api = stage.api();
        JsonNode applications = stage.await(
                "find the application",
                "deployer, from the declared fleet",
                () -> api.get("deployer/applications"),
                page -> !page.path("items").isEmpty());
        JsonNode application = applications.path("items").path(0);
        JsonNode flavor = application.path("flavors").path(0);
        String name = application.path("name").asText();
        String which = flavor.path("name").asText();
        String node = flavor.path("node").asText();
        askByKafka(stage, name, which, node);
        Path patch = stage.state()
                .machines()
                .resolve(node)
                .resolve("root" + flavor.path("path").asText())
                .resolve("VERSION");
        refuseHotPatch(stage, Map.of("application", name, "flavor", which, "version", OLDER), patch);
        JsonNode back = stage.step(
                "deploy " + OLDER + " again",
                "REST → deployer",
                () -> api.post("deployer/deployments", Map.of("application", name, "flavor", which, "version", OLDER)));
        awaitState(stage, () -> deployment(api, back), "SUCCEEDED", "agent of " + node);
    }

    private static void askByKafka(Stage stage, String application, String flavor, String node) {
        ApiClient api = stage.api();
        String id = UUID.randomUUID().toString();
        Instant before = Instant.now();
        try (ToolOfAnotherTeam ci = new ToolOfAnotherTeam(stage.tool())) {
            stage.step("ask for " + application + " " + flavor + " " + NEWER + ", twice", "tool.ci → Kafka", () -> {
                ci.askFor(id, application, flavor, NEWER);
                ci.askFor(id, application, flavor, NEWER);
                return true;
            });
        }
        Supplier<JsonNode> newest = () -> api.get("deployer/deployments?limit=2&flavor=" + flavor);
        JsonNode page = stage.await(
                "one deployment of it",
                "deployer",
                newest,
                p -> isAfter(p.path("items").path(0), before));
        stage.check(!isAfter(page.path("items").path(1), before), "the same request was deployed twice: " + page);
        JsonNode mine = page.path("items").path(0);
        awaitState(stage, () -> deployment(api, mine), "SUCCEEDED", "agent of " + node);
        JsonNode log = stage.step(
                "its log",
                "deployer",
                () -> api.get("deployer/deployments/" + mine.path("id").asText() + "/log"));
        stage.check(log.toString().contains("built " + NEWER), "the build's output is not in the log: " + log);
    }

    private static void refuseHotPatch(Stage stage, Map<String, String> wanted, Path patched) {
        String before = read(patched);
        try {
            write(patched, "patched by hand\n");
            JsonNode asked = stage.step(
                    "deploy over a hot patch",
                    "REST → deployer",
                    () -> stage.api().post("deployer/deployments", wanted));
            JsonNode failed = awaitState(stage, () -> deployment(stage.api(), asked), "FAILED", "the dirty checkout");
            stage.voice().accept("            " + failed.path("detail").asText());
        } finally {
            write(patched, before);
        }
    }

    private static JsonNode awaitState(Stage stage, Supplier<JsonNode> deployment, String state, String by) {
        return stage.await("the deployment is " + state, by, deployment, view -> {
            String now = view.path("state").asText();
            stage.check(
                    "RUNNING".equals(now) || state.equals(now),
                    "it is " + now + ": " + view.path("detail").asText());
            return state.equals(now);
        });
    }

    private static JsonNode deployment(ApiClient api, JsonNode asked) {
        return api.get("deployer/deployments/" + asked.path("id").asText());
    }

    private static boolean isAfter(JsonNode deployment, Instant time) {
        return deployment.hasNonNull("requestedAt")
                && Instant.parse(deployment.path("requestedAt").asText()).isAfter(time);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
