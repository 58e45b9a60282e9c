package org.openfoodfacts.brigade.platform.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.eclipse.microprofile.config.ConfigProvider;

/** The packaged service under test as processes of their own, one or more, on one real PostgreSQL and Kafka, to be killed and started again. */
public final class PackagedService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:/]+:(\\d+)");
    private static final int LAST_LINES = 60;

    /** What a setting may name, {@code ${TESTED_INSTANCE}}, that is to be another for each instance. */
    public static final String INSTANCE = "TESTED_INSTANCE";

    private final String name = ConfigProvider.getConfig().getValue("quarkus.application.name", String.class);
    private final BusAndDatabase surroundings = new BusAndDatabase();
    private final List<Instance> instances = new ArrayList<>();
    private final KeyPair tokens = newTokenKey();
    private final Path folder;

    private final Map<String, String> found;

    /**
     * Starts what the service needs.
     *
     * @param folder holds configuration and output
     */
    public PackagedService(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        Properties config = new Properties();
        found = surroundings.start();
        config.putAll(found);
        // The least the broker allows; else a killed instance's partitions wait 45 s for their next reader.
        config.setProperty("mp.messaging.connector.smallrye-kafka.session.timeout.ms", "6000");
        config.setProperty("mp.messaging.connector.smallrye-kafka.heartbeat.interval.ms", "2000");
        config.setProperty(
                "mp.jwt.verify.publickey.location", publicKey().toUri().toString());
        config.putAll(settings);
        try (var out = Files.newBufferedWriter(folder.resolve("service.properties"))) {
            config.store(out, null);
        }
    }

    /** Another instance beside those that run; returns when it is ready. */
    public Instance start() throws IOException {
        Instance instance = new Instance(folder.resolve("service" + instances.size() + ".out"));
        instances.add(instance);
        instance.awaitReady();
        return instance;
    }

    /** The other ends of its bus; to be closed before this is. */
    public TestBus bus() {
        return new TestBus(found.get(BusAndDatabase.SERVERS), Path.of(found.get(BusAndDatabase.KEYS)));
    }

    @Override
    public void close() {
        instances.forEach(instance -> instance.process.destroyForcibly());
        surroundings.stop();
    }

    private Path publicKey() throws IOException {
        return Files.writeString(
                folder.resolve("tokens.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(tokens.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    private static KeyPair newTokenKey() {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            return rsa.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** One process of the service. */
    public final class Instance {
        private final Path output;
        private final Process process;
        private int port;

        private Instance(Path output) throws IOException {
            this.output = output;
            ProcessBuilder java = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-jar",
                    JAR.toString());
            java.environment()
                    .put(
                            "QUARKUS_CONFIG_LOCATIONS",
                            folder.resolve("service.properties").toString());
            java.environment().put("QUARKUS_HTTP_PORT", "0");
            java.environment().put(INSTANCE, output.getFileName().toString());
            java.redirectErrorStream(true).redirectOutput(output.toFile());
            this.process = java.start();
        }

        private void awaitReady() throws IOException {
            try {
                Awaitility.await("the service is ready")
                        .atMost(Duration.ofMinutes(3))
                        .failFast("its process ends", () -> !process.isAlive())
                        .until(this::isReady);
            } catch (ConditionTimeoutException | TerminalFailureException e) {
                throw new IllegalStateException(e.getMessage() + "; it says:\n" + lastLines(), e);
            }
        }

        private boolean isReady() throws IOException {
            if (port == 0) {
                port = listeningPort();
            }
            return port != 0
                    && given().baseUri("http://127.0.0.1:" + port)
                                    .get("/api/" + name + "/health/ready")
                                    .statusCode()
                            == 200;
        }

        /** The port that it took and says that it listens at; 0 while it has said nothing. */
        private int listeningPort() throws IOException {
            Matcher said = LISTENING.matcher(Files.readString(output));
            return said.find() ? Integer.parseInt(said.group(1)) : 0;
        }

        private String lastLines() throws IOException {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        }

        /** A request of user {@code tester}. */
        public RequestSpecification as(String role) {
            String token = Jwt.issuer("brigade-local")
                    .subject("tester")
                    .upn("tester")
                    .groups(role)
                    .expiresIn(Duration.ofHours(1))
                    .sign(tokens.getPrivate());
            return given().baseUri("http://127.0.0.1:" + port + "/api/" + name)
                    .auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON);
        }

        /** With what the process ended by itself. */
        public int awaitEnd() throws InterruptedException {
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process " + process.pid() + " does not end");
            }
            return process.exitValue();
        }

        /** As {@code kill -9} does: nothing is finished, nothing handed over. */
        public void kill() throws InterruptedException {
            if (!process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process " + process.pid() + " does not end");
            }
        }
    }
}
