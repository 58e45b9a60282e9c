package org.openfoodfacts.brigade.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** What every service has in common, as it is seen through the gateway. */
@OnTheSuite
class ServicesST {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String REQUEST_ID = "X-Request-Id";
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void everyServiceSaysHowItIsWhatItCountsAndWhatItTakes(Service service, Suite suite) throws Exception {
        URI api = suite.url().resolve("/api/" + service.id() + "/");
        HttpResponse<String> health = get(api.resolve("health"));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(Json.mapper().readTree(health.body()).path("status").asText())
                .isEqualTo("UP");
        HttpResponse<String> metrics = get(api.resolve("metrics"));
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("# TYPE http_server_requests_seconds", "jvm_memory_used_bytes", "kafka_consumer_");
        HttpResponse<String> openApi = get(api.resolve("openapi"));
        assertThat(openApi.statusCode()).isEqualTo(200);
        assertThat(openApi.body())
                .contains("openapi: 3.", "title: Brigade " + service.id(), "/api/" + service.id() + "/commands/{id}");
        HttpResponse<String> anybody = get(api.resolve("commands/" + UUID.randomUUID()));
        assertThat(anybody.statusCode()).isEqualTo(401);
        assertThat(anybody.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void theLibraryThatEveryServiceVerifiesWithIsUnsignedSoThatItsClassesMayLieInAnAotCache(Service service)
            throws IOException {
        Path libraries = Installation.find().service(service).resolveSibling("lib/main");
        try (Stream<Path> jars = Files.list(libraries)) {
            assertThat(jars.filter(jar -> jar.getFileName().toString().contains("bcprov"))
                            .toList())
                    .hasSize(1)
                    .noneMatch(ServicesST::isSigned);
        }
    }

    private static boolean isSigned(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.SF"));
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " is no jar", e);
        }
    }

    @Test
    void theAgentsLogNamesTheRequestThatCausedACommand(Suite suite) throws Exception {
        String id = "ticket-4711-" + UUID.randomUUID();
        Path log = suite.state().log("nodes");
        Map<String, Object> snapshot = Map.of(
                "node", "north1",
                "dataset", "zfs-hdd/off",
                "recursive", false,
                "reason", "correlation test",
                "expiresAt", Instant.now().plus(Duration.ofHours(1)));
        awaitDataset(suite);
        HttpRequest request = HttpRequest.newBuilder(suite.url().resolve("/api/zfs-sync/snapshots"))
                .header("Authorization", "Bearer " + suite.token(Role.operator, "test"))
                .header("Content-Type", "application/json")
                .header(REQUEST_ID, id)
                .POST(BodyPublishers.ofString(Json.mapper().writeValueAsString(snapshot)))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().firstValue(REQUEST_ID)).contains(id);
        JsonNode asked = Json.mapper().readTree(answer.body());
        String command = asked.path("commandId").asText();
        Awaitility.await("the agent's log")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(log))
                        .contains("accepted command " + command + " take-snapshot [correlation " + id + "]")
                        .containsPattern("command " + command + " ended: .*\\[correlation " + id + "\\]"));
        try (var api = suite.api(Role.viewer, "test")) {
            Awaitility.await("the journal")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(api.get("inventory/events?correlation=" + id)
                                    .path("items"))
                            .anySatisfy(event ->
                                    assertThat(event.path("kind").asText()).isEqualTo("snapshot-taken")));
        }
    }

    private static void awaitDataset(Suite suite) {
        try (var api = suite.api(Role.viewer, "test")) {
            Awaitility.await("the dataset is known")
                    .atMost(PATIENCE)
                    .until(() -> api.get("zfs-sync/datasets?limit=1000&node=north1")
                            .toString()
                            .contains("\"zfs-hdd/off\""));
        }
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
