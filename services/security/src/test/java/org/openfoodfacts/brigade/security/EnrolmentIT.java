package org.openfoodfacts.brigade.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class EnrolmentIT {
    private final TestBus bus = new TestBus();
    private final KeyPair signing = Signer.newKeyPair();
    private final SealingKey sealing = SealingKey.generate();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void anInvitedMachineGetsItsOwnAccessAndBecomesKnownToAll() throws Exception {
        String token = invite("north-proxy");

        String sealedPassword =
                enrol(token, "north-proxy").statusCode(200).extract().path("kafka.sealedPassword");

        assertThat(Sealing.open(sealedPassword, sealing, "kafka:north-proxy")).hasSize(64);
        NodeIdentity known = bus.await(
                        Topic.TRUST.topicName(),
                        NodeIdentity.class,
                        d -> d.key().equals("north-proxy"))
                .message();
        assertThat(known.signingKey()).isEqualTo(KeyCodec.encode(signing.getPublic()));
        bus.await(
                Topic.SECURITY_EVENTS.topicName(),
                SecurityEvent.NodeEnrolled.class,
                d -> d.message().node().equals("north-proxy"));
    }

    @Test
    void aTokenIsGoodForOneMachineOnlyButThatOneMayAskAgain() {
        String token = invite("north-db");
        enrol(token, "north-db").statusCode(200);
        enrol(token, "north-db").statusCode(200);

        enrol(token, "north-db", Signer.newKeyPair(), sealing)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", containsString("used by another machine"));
    }

    @Test
    void aUsedTokenAndAPublicKeyThatSomebodyReadTakeNothingOver() {
        String token = invite("north-seen");
        enrol(token, "north-seen").statusCode(200);
        NodeIdentity known = trustIn("north-seen").getFirst();

        enrol(token, "north-seen", signing, SealingKey.generate())
                .statusCode(403)
                .body("detail", containsString("used by another machine"));

        as("viewer")
                .get("/nodes/north-seen/identity")
                .then()
                .statusCode(200)
                .body("sealingKey", is(sealing.publicKey()));
        bus.await(
                Topic.SECURITY_EVENTS.topicName(),
                SecurityEvent.EnrolmentRefused.class,
                d -> d.message().node().equals("north-seen"));
        assertThat(trustIn("north-seen")).containsExactly(known);
    }

    @Test
    void aWrongSecretIsRefusedAndTold() {
        invite("north-web");
        enrol("brigade1.north-web.wrong.0000000000000000", "north-web").statusCode(403);
        bus.await(
                Topic.SECURITY_EVENTS.topicName(),
                SecurityEvent.EnrolmentRefused.class,
                d -> d.message().node().equals("north-web"));
    }

    @Test
    void aRevokedNodeIsNoLongerTrusted() {
        enrol(invite("south-old"), "south-old").statusCode(200);

        as("admin")
                .body(Map.of("reason", "sold"))
                .post("/nodes/south-old/revoke")
                .then()
                .statusCode(200);

        as("viewer").get("/nodes/south-old/identity").then().statusCode(200).body("status", is("REVOKED"));
        bus.await(
                Topic.TRUST.topicName(),
                NodeIdentity.class,
                d -> d.key().equals("south-old") && d.message().status() == NodeIdentity.Status.REVOKED);
    }

    @Test
    void wrongInputIsNamed() {
        as("admin")
                .body(Map.of("node", "Not A Name"))
                .post("/invitations")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("node"));
        as("admin")
                .body(Map.of("nod", "x"))
                .post("/invitations")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("nod"));
        as("admin").body("{").post("/invitations").then().statusCode(400).contentType("application/problem+json");
        as("admin").body(Map.of()).post("/invitations").then().statusCode(400).body("errors[0].field", is("node"));
        as("operator")
                .body(Map.of("node", "a"))
                .post("/invitations")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
        given().contentType(ContentType.JSON)
                .body(Map.of("node", "a"))
                .post("/invitations")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        given().get("/nowhere").then().statusCode(404).contentType("application/problem+json");
    }

    /** What was published of the node's identity, once anything was. */
    private List<NodeIdentity> trustIn(String node) {
        bus.await(Topic.TRUST.topicName(), NodeIdentity.class, d -> d.key().equals(node));
        return bus.all(Topic.TRUST.topicName()).stream()
                .filter(record -> record.key().equals(node))
                .map(record -> Codec.decode(record, NodeIdentity.class).message())
                .toList();
    }

    private String invite(String node) {
        return as("admin")
                .body(Map.of("node", node))
                .post("/invitations")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private ValidatableResponse enrol(String token, String node) {
        return enrol(token, node, signing, sealing);
    }

    private static ValidatableResponse enrol(String token, String node, KeyPair signing, SealingKey sealing) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "token",
                        token,
                        "node",
                        node,
                        "signingKey",
                        KeyCodec.encode(signing.getPublic()),
                        "sealingKey",
                        sealing.publicKey()))
                .post("/enrolments")
                .then();
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
