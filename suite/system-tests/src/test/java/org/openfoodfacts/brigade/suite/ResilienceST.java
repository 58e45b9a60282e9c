package org.openfoodfacts.brigade.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.Enrolment;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.launch.Child;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** What breaks mends, and nothing is lost or done twice meanwhile. */
@OnTheSuite
class ResilienceST {
    /** That it mends is asked here, not how soon: a broker that was killed takes minutes on a machine that does other things too. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final String NODE = "north1";
    private static final String DATASET = "zfs-hdd/off";
    private ApiClient api;

    @BeforeEach
    void ask(Suite suite) {
        api = suite.api(Role.operator, "test");
        Awaitility.await("the dataset is known")
                .atMost(PATIENCE)
                .until(() -> api.get("zfs-sync/datasets?limit=1000&node=" + NODE)
                        .toString()
                        .contains("\"" + DATASET + "\""));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whenTheBrokerWasKilledEverythingResumes(Suite suite) {
        suite.supervisor().child("broker").orElseThrow().kill();
        JsonNode asked = snapshot();
        awaitDone(asked);
        assertThat(events(asked, "snapshot-taken")).isEqualTo(1);
    }

    @Test
    void aServiceKilledBetweenCommitAndSendStillSendsOnceInEffect(Suite suite) throws Exception {
        Child broker = suite.supervisor().child("broker").orElseThrow();
        signal("STOP", broker);
        JsonNode asked;
        try {
            asked = snapshot();
            suite.supervisor().child("zfs-sync").orElseThrow().kill();
        } finally {
            signal("CONT", broker);
        }
        awaitDone(asked);
        assertThat(events(asked, "snapshot-taken")).isEqualTo(1);
        JsonNode view = api.get("zfs-sync/snapshots/" + asked.path("id").asText());
        assertThat(view.path("snapshots")).hasSize(1);
    }

    @Test
    void aMalformedRecordIsPutAsideAndThePartitionGoesOn(Suite suite) throws Exception {
        String body = "no JSON " + UUID.randomUUID();
        BusUser.admin(suite)
                .write(new ProducerRecord<>(Topic.REPORTS.topicName(), NODE, body.getBytes(StandardCharsets.UTF_8)));
        Awaitility.await("the record is among the dead letters")
                .atMost(PATIENCE)
                .until(() -> BusUser.admin(suite).readAll(Topic.REPORTS.deadLetters()).stream()
                        .anyMatch(dead -> body.equals(new String(dead.value(), StandardCharsets.UTF_8))
                                && dead.headers().lastHeader("dead-letter-reason") != null));
        awaitDone(snapshot());
        assertThat(metrics(suite)).contains("brigade_dead_letters_total{topic=\"brigade.reports\"");
    }

    @Test
    void aRevokedNodeStaysOutAndNobodyElseDoesWhenTheBrokerComesBack(Suite suite, @TempDir Path folder) {
        String node = "leaver-" + UUID.randomUUID().toString().substring(0, 8);
        KafkaClient login;
        try (ApiClient admin = suite.api(Role.admin, "test")) {
            String token = admin.post("security/invitations", Map.of("node", node))
                    .path("token")
                    .asText();
            Access access =
                    new Enrolment(node, suite.url().resolve("/api/security"), new StateFolder(folder)).enrol(token);
            login = new KafkaClient(
                    suite.broker().bootstrapServers(), node, access.kafka().password());
            assertThat(new BusUser(login).readAll(Topic.orders(node))).isEmpty();
            var _ = admin.post("security/nodes/" + node + "/revoke", Map.of("reason", "test"));
        }
        awaitRefused(login, node);
        suite.supervisor().child("broker").orElseThrow().kill();
        awaitDone(snapshot());
        awaitRefused(login, node);
    }

    private static void awaitRefused(KafkaClient login, String node) {
        Awaitility.await("the login of " + node + " is refused")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> new BusUser(login).readAll(Topic.orders(node)))
                        .isInstanceOf(SaslAuthenticationException.class));
    }

    private JsonNode snapshot() {
        return api.post(
                "zfs-sync/snapshots",
                Map.of(
                        "node",
                        NODE,
                        "dataset",
                        DATASET,
                        "recursive",
                        false,
                        "reason",
                        "resilience test",
                        "expiresAt",
                        Instant.now().plus(Duration.ofHours(1))));
    }

    private void awaitDone(JsonNode asked) {
        Awaitility.await("the command is done")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> "DONE"
                        .equals(api.get("zfs-sync/commands/"
                                        + asked.path("commandId").asText())
                                .path("state")
                                .asText()));
    }

    /** How many such events the journal has of the snapshot, once it has one. */
    private long events(JsonNode asked, String type) {
        String name = asked.path("name").asText();
        return Awaitility.await(type + " of " + name)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> api.get("inventory/events?order=newest&limit=1000&type=" + type)
                                .path("items")
                                .valueStream()
                                .filter(event -> event.path("data").toString().contains(name))
                                .count(),
                        count -> count > 0);
    }

    private static void signal(String name, Child child) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                .start()
                .onExit()
                .join();
    }

    private static String metrics(Suite suite) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = suite.url().resolve("/api/zfs-sync/metrics");
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
