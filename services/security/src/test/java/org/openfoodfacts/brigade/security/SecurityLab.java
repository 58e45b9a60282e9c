package org.openfoodfacts.brigade.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** The surroundings of the security service in its tests: administrators, machines that enrol, a fleet with tunnels. */
final class SecurityLab implements AutoCloseable {
    final TestBus bus = new TestBus();

    /** A machine's keys, before and after it enrols. */
    record MachineKeys(KeyPair signing, SealingKey sealing) {
        static MachineKeys generate() {
            return new MachineKeys(Signer.newKeyPair(), SealingKey.generate());
        }

        String signingKey() {
            return KeyCodec.encode(signing.getPublic());
        }
    }

    static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }

    static String invite(String node) {
        return as("admin")
                .body(Map.of("node", node))
                .post("/invitations")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    static ValidatableResponse enrol(String token, String node, MachineKeys keys) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "token",
                        token,
                        "node",
                        node,
                        "signingKey",
                        keys.signingKey(),
                        "sealingKey",
                        keys.sealing().publicKey()))
                .post("/enrolments")
                .then();
    }

    static MachineKeys enrolled(String node) {
        MachineKeys keys = MachineKeys.generate();
        enrol(invite(node), node, keys).statusCode(200);
        return keys;
    }

    static ValidatableResponse revoke(String node) {
        return as("admin")
                .body(Map.of("reason", "test"))
                .post("/nodes/" + node + "/revoke")
                .then();
    }

    /** Declares exactly these tunnels and waits until the service has taken them over. */
    void declare(DeclaredTunnel... tunnels) {
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "test",
                new FleetDeclared(
                        "test", "r", "c", List.of(), List.of(), List.of(tunnels), List.of(), List.of(), List.of()));
        Awaitility.await("fleet taken over").atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            for (DeclaredTunnel tunnel : tunnels) {
                as("viewer").get("/tunnels").then().body("items.name", hasItem(tunnel.name()));
            }
        });
    }

    /** A report of a machine, signed with its keys, whether it is trusted or not. */
    void report(String node, MachineKeys keys, Report report) {
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(),
                Source.ofNode(node),
                EventType.of(report).id(),
                Instant.now(),
                node,
                null,
                Trace.NONE,
                null);
        Signer signer =
                new Signer(node, keys.signing().getPrivate(), keys.signing().getPublic());
        bus.send(Codec.encode(Topic.REPORTS.topicName(), node, report, envelope, signer));
    }

    @Override
    public void close() {
        bus.close();
    }
}
