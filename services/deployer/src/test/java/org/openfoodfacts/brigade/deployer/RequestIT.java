package org.openfoodfacts.brigade.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.deployer.DeployerLab.as;
import static org.openfoodfacts.brigade.deployer.DeployerLab.deploy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/** Deployments that another team's tool asks for on the bus. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class RequestIT {
    private static final String TYPE = "org.openfoodfacts.brigade.deploy.requested.v1";
    private static final String SOURCE = "https://ci.example/pipelines";

    @Inject
    TrustView trust;

    private final DeployerLab lab = new DeployerLab();
    private String node;

    @BeforeEach
    void declareAFlavorOnANodeOfItsOwn() {
        node = lab.newNode(trust);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aRequestBecomesOneDeploymentHoweverOftenItIsDelivered() {
        String eventId = UUID.randomUUID().toString();
        binary(eventId, "v2", Map.of("ce_correlationid", "pipeline-7"));
        binary(eventId, "v2", Map.of("ce_correlationid", "pipeline-7"));
        Decoded<DeployEvent.DeploymentAccepted> accepted = awaitAccepted();

        assertThat(accepted.envelope().trace().correlationId()).isEqualTo("pipeline-7");
        assertThat(accepted.envelope().trace().causationId()).isEqualTo(eventId);
        DeployerLab.get(accepted.message().deploymentId().toString())
                .body("requestedBy", is(SOURCE), "onBehalfOf", is("carol"), "correlationId", is("pipeline-7"));
        String fence = rejectedAfter(binary(UUID.randomUUID().toString(), "v3", Map.of()));
        assertThat(fence).contains("still runs");
        as("viewer").get("/deployments?flavor=" + node).then().body("items.size()", is(1));
    }

    @Test
    void aRequestInStructuredModeIsOneTooAndItsIdTheCorrelation() {
        String eventId = UUID.randomUUID().toString();
        String body = """
                {"specversion": "1.0", "id": "%s", "source": "%s", "type": "%s", "data":
                 {"application": "server", "flavor": "%s", "version": "v2"}}""".formatted(eventId, SOURCE, TYPE, node);
        send(Map.of("content-type", "application/cloudevents+json"), body);

        assertThat(awaitAccepted().envelope().trace().correlationId()).isEqualTo(eventId);
    }

    @Test
    void aRequestThatCannotBecomeADeploymentIsRejectedWithItsSourceAndId() {
        assertThat(rejectedAfter(request(UUID.randomUUID().toString(), "nothing", node, "v1", Map.of())))
                .contains("application");
        assertThat(rejectedAfter(request(UUID.randomUUID().toString(), "server", "nothing", "v1", Map.of())))
                .contains("flavor");
        assertThat(rejectedAfter(request(UUID.randomUUID().toString(), "server", node, "--upload-pack=x", Map.of())))
                .contains("version must not begin with '-'");
        String running = deploy(node, "v1");
        assertThat(rejectedAfter(binary(UUID.randomUUID().toString(), "v2", Map.of())))
                .contains(running);
    }

    @Test
    void aRequestThatLayOnTheBusTooLongIsRejectedAndMayBeAskedForAgain() {
        String late = UUID.randomUUID().toString();
        Instant askedAt = Instant.now().minus(Duration.ofMinutes(61)).truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> ownTimeIsNow = Map.of("ce_time", Instant.now().toString());
        sendAt(askedAt, binaryHeaders(late, ownTimeIsNow), body("server", node, "v1"));

        assertThat(rejectedAfter(late)).contains("asked for at " + askedAt, "more than PT1H later", "ask again");
        as("viewer").get("/deployments?flavor=" + node).then().body("items.size()", is(0));
        assertThat(lab.bus.all(Topic.commands(node))).isEmpty();

        binary(UUID.randomUUID().toString(), "v1", Map.of());
        assertThat(awaitAccepted().message().version()).isEqualTo("v1");
    }

    @Test
    void aMalformedRequestIsPutAsideAndTheNextOneTaken() {
        String mark = UUID.randomUUID().toString();
        send(binaryHeaders(mark + "-no-json", Map.of()), "{");
        send(binaryHeaders(mark + "-no-flavor", Map.of()), "{\"application\": \"server\", \"version\": \"v1\"}");
        send(binaryHeaders(mark + "-own-name", Map.of("ce_source", "/services/inventory")), body("server", node, "v1"));
        send(Map.of("content-type", "application/cloudevents+json", "x-mark", mark + "-no-event"), "[]");
        send(binaryHeaders(mark + "-other-type", Map.of("ce_type", "com.example.push.v1")), "{}");
        send(binaryHeaders(mark + "-nul", Map.of()), body("ser\\u0000ver", node, "v1"));
        send(binaryHeaders(mark + "-long" + "x".repeat(5000), Map.of()), body("server", node, "v1"));

        Awaitility.await("seven dead letters")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(lab.bus.all(Topic.DEPLOY_REQUESTS.deadLetters()).stream()
                                .filter(r -> r.headers().toString().contains(mark)))
                        .hasSize(7)
                        .allSatisfy(r -> assertThat(r.headers().get("dead-letter-reason"))
                                .isNotBlank()));
        binary(UUID.randomUUID().toString(), "v2", Map.of());
        assertThat(awaitAccepted().message().version()).isEqualTo("v2");
    }

    @Test
    void aFleetWithABrokenApplicationIsPutAsideAndTheLastGoodOneStays() {
        String mark = "broken-" + node;
        lab.declare(new DeclaredApplication(mark, "../product-opener", null, null, List.of()));

        Awaitility.await("a dead letter")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(lab.bus.all(Topic.FLEET.deadLetters()))
                        .anySatisfy(r -> assertThat(r.headers().get("dead-letter-reason"))
                                .isEqualTo(mark + " has no user")));
        as("viewer").get("/applications").then().body("items.name", is(List.of("server")));
        as("viewer").get("/applications/" + mark).then().statusCode(404);
    }

    private Decoded<DeployEvent.DeploymentAccepted> awaitAccepted() {
        return lab.bus.await(
                Topic.DEPLOYER_EVENTS.topicName(),
                DeployEvent.DeploymentAccepted.class,
                d -> d.message().node().equals(node));
    }

    private String rejectedAfter(String eventId) {
        DeployEvent.DeploymentRejected rejected = lab.bus
                .await(
                        Topic.DEPLOYER_EVENTS.topicName(),
                        DeployEvent.DeploymentRejected.class,
                        d -> d.message().requestId().equals(eventId))
                .message();
        assertThat(rejected.requestSource()).isEqualTo(SOURCE);
        return rejected.detail();
    }

    private String binary(String eventId, String version, Map<String, String> more) {
        return request(eventId, "server", node, version, more);
    }

    private String request(
            String eventId, String application, String flavor, String version, Map<String, String> more) {
        send(binaryHeaders(eventId, more), body(application, flavor, version));
        return eventId;
    }

    private static String body(String application, String flavor, String version) {
        return "{\"application\": \"%s\", \"flavor\": \"%s\", \"version\": \"%s\", \"requestedBy\": \"carol\"}"
                .formatted(application, flavor, version);
    }

    private static Map<String, String> binaryHeaders(String eventId, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "ce_specversion", "1.0",
                "ce_id", eventId,
                "ce_source", SOURCE,
                "ce_type", TYPE,
                "content-type", "application/json"));
        headers.putAll(more);
        return headers;
    }

    private static void sendAt(Instant time, Map<String, String> headers, String body) {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        var record = new ProducerRecord<>(
                Topic.DEPLOY_REQUESTS.topicName(),
                null,
                time.toEpochMilli(),
                "tool",
                body.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer())) {
            assertThat(producer.send(record)).succeedsWithin(Duration.ofMinutes(2));
        }
    }

    private void send(Map<String, String> headers, String body) {
        lab.bus.send(new WireRecord(
                Topic.DEPLOY_REQUESTS.topicName(), node, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
}
