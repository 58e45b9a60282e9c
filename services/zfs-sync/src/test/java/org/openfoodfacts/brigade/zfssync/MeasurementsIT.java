package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsMeasured;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** What snapshots would free together is asked of the node and answered by its command. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class MeasurementsIT {
    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void namesAndRangesAreAskedOfTheNodeWhichAnswersForAllOfThem() {
        String node = facts("measured");

        String command = measure("operator", node, List.of("s1", "s3%s4"))
                .statusCode(202)
                .body("snapshots", is(3))
                .header("Location", containsString("commands/"))
                .extract()
                .path("commandId");

        Decoded<MeasureSnapshots> sent = bus.await(Topic.commands(node), MeasureSnapshots.class, _ -> true);
        assertThat(sent.message().dataset()).isEqualTo("tank/a");
        assertThat(sent.message().snapshots()).extracting("name").containsExactly("s1", "s3", "s4");
        bus.report(
                node,
                new CommandDone(
                        UUID.fromString(command),
                        Instant.now(),
                        new SnapshotsMeasured("tank/a", List.of("s1", "s3", "s4"), 4711)));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> as("viewer")
                        .get("/commands/" + command + "?wait=PT20S")
                        .then()
                        .statusCode(200)
                        .body("result.reclaimBytes", is(4711)));
    }

    @Test
    void whatCannotBeMeasuredIsSaidByItsField() {
        String node = facts("unmeasured");

        assertField(Map.of("dataset", "tank/a", "snapshots", List.of("s1")), "node");
        assertField(Map.of("node", node, "snapshots", List.of("s1")), "dataset");
        assertField(Map.of("node", node, "dataset", "tank/a"), "snapshots");
        assertField(Map.of("node", node, "dataset", "tank/a", "snapshots", List.of("none")), "snapshots");
        assertField(Map.of("node", node, "dataset", "tank/none", "snapshots", List.of("s1")), "snapshots");
        measure("viewer", node, List.of("s1")).statusCode(403);
    }

    private static void assertField(Map<String, Object> wish, String field) {
        as("operator").body(wish).post("/measurements").then().statusCode(400).body("errors[0].field", is(field));
    }

    private static ValidatableResponse measure(String role, String node, List<String> snapshots) {
        return as(role).body(Map.of("node", node, "dataset", "tank/a", "snapshots", snapshots))
                .post("/measurements")
                .then();
    }

    private String facts(String node) {
        bus.enrol(node);
        bus.fact(node, new DatasetsFact(List.of(new Dataset("tank/a", "9", "filesystem", 10, 20, 5, null, "/tank/a"))));
        List<Snapshot> four = LongStream.rangeClosed(1, 4)
                .mapToObj(txg -> new Snapshot("s" + txg, "7" + txg, txg, Instant.now(), 1, List.of(), List.of(), null))
                .toList();
        bus.fact(node, new SnapshotsFact("tank/a", four, List.of()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        as("viewer").get("/datasets/" + node + "/tank/a").then().body("snapshots.items.size()", is(4)));
        return node;
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
