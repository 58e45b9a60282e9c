package org.openfoodfacts.brigade.deployer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.RequiresDocker;

/** The packaged service as a process of its own, killed in the middle of a deployment. */
@ExtendWith(RequiresDocker.class)
class RestartIT {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    @TempDir
    Path folder;

    private final BusAndDatabase surroundings = new BusAndDatabase();
    private KeyPair tokens;
    private int port;
    private Process service;
    private DeployerLab lab;

    @BeforeEach
    void startSurroundings() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        tokens = rsa.generateKeyPair();
        Path publicKey = folder.resolve("tokens.pem");
        Files.writeString(
                publicKey,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(tokens.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Properties config = new Properties();
        config.putAll(surroundings.start());
        config.forEach((key, value) -> System.setProperty(key.toString(), value.toString()));
        config.setProperty("quarkus.http.port", Integer.toString(port));
        config.setProperty("mp.jwt.verify.publickey.location", publicKey.toUri().toString());
        try (var out = Files.newBufferedWriter(folder.resolve("deployer.properties"))) {
            config.store(out, null);
        }
        lab = new DeployerLab();
    }

    @AfterEach
    void stopAll() {
        if (service != null) {
            service.destroyForcibly();
        }
        lab.close();
        surroundings.stop();
    }

    @Test
    void aDeploymentGoesOnWhereItWasAfterTheServiceWasKilled() throws Exception {
        String node = "n" + UUID.randomUUID().toString().substring(0, 8);
        lab.bus.enrol(node);
        lab.declare(node);
        start();
        String id = deploy(node);
        UUID inspecting = await(node, InspectCheckout.class);
        kill();
        done(node, inspecting, InspectCheckout.class);
        start();
        done(node, await(node, FetchRelease.class), FetchRelease.class);
        UUID checkingOut = await(node, CheckOutRelease.class);
        kill();
        start();
        done(node, checkingOut, CheckOutRelease.class);
        done(node, await(node, RunBuild.class), RunBuild.class);
        done(node, await(node, VerifyRelease.class), VerifyRelease.class);

        Awaitility.await("succeeded")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .untilAsserted(
                        () -> as("viewer").get("/deployments/" + id).then().body("state", is("SUCCEEDED")));
        assertThat(lab.bus.all(Topic.commands(node))).as("each command once").hasSize(5);
    }

    private String deploy(String node) {
        Map<String, String> body = Map.of("application", "server", "flavor", node, "version", "v2");
        return Awaitility.await("the fleet is known")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> as("operator").body(body).post("/deployments").<String>path("id"), id -> id != null);
    }

    /** Kafka gives the partitions of a killed consumer to its successor only after its session has timed out (45 s). */
    private UUID await(String node, Class<? extends Command> type) {
        Awaitility.await(type.getSimpleName() + " is sent")
                .atMost(Duration.ofMinutes(2))
                .until(() -> lab.bus.all(Topic.commands(node)).stream()
                        .anyMatch(record -> EventType.byId(record.headers().get("ce_type"))
                                .filter(known -> known.messageClass() == type)
                                .isPresent()));
        return DeployerLab.id(lab.bus.await(Topic.commands(node), type, command -> true));
    }

    private void done(String node, UUID command, Class<? extends Command> type) {
        lab.done(node, command, DeployerLab.rightResult(type, "v2"));
    }

    private RequestSpecification as(String role) {
        String token = Jwt.issuer("brigade-local")
                .subject("tester")
                .upn("tester")
                .groups(role)
                .expiresIn(Duration.ofHours(1))
                .sign(tokens.getPrivate());
        return given().baseUri("http://127.0.0.1:" + port + "/api/deployer")
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON);
    }

    private void start() throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString());
        java.environment()
                .put(
                        "QUARKUS_CONFIG_LOCATIONS",
                        folder.resolve("deployer.properties").toString());
        java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("deployer.out").toFile()));
        service = java.start();
        Awaitility.await("the service is ready")
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .untilAsserted(() -> given().baseUri("http://127.0.0.1:" + port)
                        .get("/api/deployer/health/ready")
                        .then()
                        .statusCode(200));
    }

    /** As {@code kill -9} does: nothing is finished, nothing handed over. */
    private void kill() throws InterruptedException {
        assertThat(service.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
