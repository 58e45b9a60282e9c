package org.openfoodfacts.brigade.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.enrolment.Admission;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signature;

class EnrolmentTest {
    private static final String PASSWORD = "0123456789abcdef";

    private final FleetKeys fleet = new FleetKeys();
    private final List<JsonNode> requests = new ArrayList<>();
    private UnaryOperator<Admission> onTheWay = UnaryOperator.identity();
    private HttpServer server;
    private String problem;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/security/enrolments", exchange -> {
            JsonNode request = Json.mapper().readTree(exchange.getRequestBody());
            requests.add(request);
            byte[] answer = problem == null
                    ? Json.mapper().writeValueAsBytes(onTheWay.apply(admit(request)))
                    : problem.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(problem == null ? 200 : 403, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aMachineJoinsAndKeepsWhatItGotInFilesOfItsOwn() throws IOException {
        Access access = enrolment("south").enrol(token("south"));

        assertThat(access.kafka().password()).isEqualTo(PASSWORD);
        assertThat(access.anchors()).isEqualTo(fleet.anchors());
        assertThat(state().readAccess()).contains(access);
        try (var files = Files.list(folder.resolve("state"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state"))))
                .isEqualTo("rwx------");
        assertThat(access.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void askingAgainUsesTheSameKeys() {
        enrolment("south").enrol(token("south"));
        enrolment("south").enrol(token("south"));

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).isEqualTo(requests.get(1));
    }

    @Test
    void aTokenForAnotherNodeIsNotEvenSent() {
        assertThatThrownBy(() -> enrolment("south").enrol(token("north")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the token is for node north")
                .hasMessageContaining("node = south");
        assertThatThrownBy(() -> enrolment("south").enrol("hello")).hasMessageContaining("no enrolment token");
        assertThat(requests).isEmpty();
    }

    @Test
    void aRefusalIsToldInTheServicesWords() {
        problem = "{\"status\":403,\"detail\":\"the invitation ended yesterday\"}";

        assertThatThrownBy(() -> enrolment("south").enrol(token("south")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("HTTP 403: the invitation ended yesterday");
        assertThat(state().readAccess()).isEmpty();
    }

    @Test
    void aServiceThatDidNotMakeTheTokenIsNotBelieved() {
        String token =
                InvitationToken.of("south", new byte[32], "0011223344556677").text();

        assertThatThrownBy(() -> enrolment("south").enrol(token))
                .hasMessageContaining("the service that made the token");
        assertThat(state().readAccess()).isEmpty();
    }

    @Test
    void anAnswerThatWasChangedOnTheWayIsNotBelieved() {
        Map<String, String> more = new TreeMap<>(fleet.anchors());
        more.put("svc.deployer", new FleetKeys().anchors().get("svc.deployer"));
        List<UnaryOperator<Admission>> changes = List.of(
                a -> new Admission(a.node(), a.keyId(), a.sealingKey(), a.kafka(), more, a.signature()),
                a -> new Admission(a.node(), a.keyId(), a.sealingKey(), a.kafka(), Map.of(), a.signature()),
                a -> new Admission(
                        a.node(), a.keyId(), a.sealingKey(), elsewhere(a.kafka()), a.anchors(), a.signature()),
                a -> new Admission("north", a.keyId(), a.sealingKey(), a.kafka(), a.anchors(), a.signature()),
                a -> new Admission(a.node(), a.keyId(), a.sealingKey(), a.kafka(), a.anchors(), null));

        assertThat(changes).allSatisfy(change -> {
            onTheWay = change;
            assertThatThrownBy(() -> enrolment("south").enrol(token("south")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("believed");
        });
        assertThat(state().readAccess()).isEmpty();
    }

    @Test
    void aServiceThatCannotBeReachedIsNamed() {
        server.stop(0);

        assertThatThrownBy(() -> enrolment("south").enrol(token("south")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/api/security/enrolments cannot be reached");
    }

    private static Admission.Kafka elsewhere(Admission.Kafka kafka) {
        return new Admission.Kafka(
                "evil.example:9092",
                kafka.securityProtocol(),
                kafka.saslMechanism(),
                kafka.username(),
                kafka.sealedPassword());
    }

    private Admission admit(JsonNode request) {
        String node = request.get("node").asText();
        String keyId = KeyCodec.keyId(
                node, KeyCodec.publicKey(request.get("signingKey").asText()));
        String sealed = Sealing.seal(
                PASSWORD.getBytes(StandardCharsets.UTF_8),
                request.get("sealingKey").asText(),
                Admission.passwordContext(node));
        Admission.Kafka kafka = new Admission.Kafka("127.0.0.1:9092", "SASL_PLAINTEXT", "SCRAM-SHA-512", node, sealed);
        return Admission.signed(
                node,
                keyId,
                request.get("sealingKey").asText(),
                kafka,
                fleet.anchors(),
                fleet.signer(Service.SECURITY));
    }

    private String token(String node) {
        String keyId = fleet.signer(Service.SECURITY).keyId();
        String fingerprint = keyId.substring(Signature.owner(keyId).length() + 1);
        return InvitationToken.of(node, new byte[32], fingerprint).text();
    }

    private Enrolment enrolment(String node) {
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/security");
        return new Enrolment(node, api, state());
    }

    private StateFolder state() {
        return new StateFolder(folder.resolve("state"));
    }
}
