package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.identity.Enrolment;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** security: a machine joins with a one-time token and is put out again; a tunnel's two ends get a key that nobody else sees. */
final class TrustStory implements Story {
    @Override
    public String title() {
        return "5 security: who may join, and a tunnel's key";
    }

    @Override
    public void play(Stage stage) {
        joinAndLeave(stage);
        rotate(stage);
    }

    private static void joinAndLeave(Stage stage) {
        ApiClient api = stage.api();
        String node = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        URI security = api.base().resolve("/api/security");
        String token = stage.step(
                "a one-time token for " + node,
                "security",
                () -> api.post("security/invitations", Map.of("node", node))
                        .path("token")
                        .asText());
        Path folder = stage.state().root().resolve("demo").resolve(node);
        stage.step(
                "its agent enrols",
                "agent of " + node + " → security",
                () -> new Enrolment(node, security, new StateFolder(folder)).enrol(token));
        stage.step(
                "the same token from another machine: refused",
                "security",
                () -> refuse(
                        stage,
                        new Enrolment(node, security, new StateFolder(folder.resolveSibling(node + "-thief"))),
                        token));
        JsonNode identity = stage.step("who it is", "security", () -> api.get("security/nodes/" + node + "/identity"));
        stage.check("ENROLLED".equals(identity.path("status").asText()), "not enrolled: " + identity);
        JsonNode revoked = stage.step(
                "revoke it",
                "security",
                () -> api.post("security/nodes/" + node + "/revoke", Map.of("reason", "demo")));
        stage.check("REVOKED".equals(revoked.path("status").asText()), "not revoked: " + revoked);
    }

    private static boolean refuse(Stage stage, Enrolment enrolment, String token) {
        try {
            var access = enrolment.enrol(token);
            throw new StoryFailed("a used token let another machine in as " + access.node());
        } catch (ConfigException e) {
            stage.check(
                    String.valueOf(e.getMessage()).contains("another machine"),
                    "refused for another reason: " + e.getMessage());
            return true;
        }
    }

    private static void rotate(Stage stage) {
        ApiClient api = stage.api();
        JsonNode tunnels = stage.await(
                "find a tunnel",
                "security, from the declared fleet",
                () -> api.get("security/tunnels"),
                page -> !page.path("items").isEmpty());
        JsonNode tunnel = tunnels.path("items").path(0);
        String name = tunnel.path("name").asText();
        JsonNode asked = stage.step(
                "a new key for the tunnel " + name,
                "REST → security",
                () -> api.post("security/tunnels/" + name + "/psk", Map.of()));
        var _ = stage.await(
                "issued on one end, sealed to the other, written on both",
                "agents of both ends",
                () -> api.get("security/tunnels/" + name + "/psk").path("items").path(0),
                rotation -> {
                    String state = rotation.path("state").asText();
                    stage.check(
                            !"FAILED".equals(state),
                            "the rotation failed: " + rotation.path("detail").asText());
                    return rotation.path("id").equals(asked.path("id")) && "DONE".equals(state);
                });
        stage.step("both files hold the same key, mode 0600", "seen on the machines", () -> {
            String server = newestKey(stage, tunnel.path("server"));
            stage.check(server.equals(newestKey(stage, tunnel.path("client"))), "the two ends hold different keys");
            return true;
        });
    }

    /** The last line of the end's secrets file. */
    private static String newestKey(Stage stage, JsonNode end) {
        Path file = stage.state()
                .machines()
                .resolve(end.path("node").asText())
                .resolve("root" + end.path("secretsFile").asText());
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            stage.check("rw-------".equals(mode), file + " has the mode " + mode);
            List<String> lines = Files.readAllLines(file);
            return lines.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
