package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Silence;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A node that accepts and is then not heard of, or much later. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class SilentNodeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    DataSource database;

    private final TestBus bus = new TestBus();
    private final String node = "n" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void aNodeWithAPool() {
        bus.enrol(node);
        bus.fact(
                node,
                new DatasetsFact(List.of(new Dataset("tank", "1", "filesystem", 1000, 2000, 500, null, "/tank"))));
        Awaitility.await("dataset known")
                .atMost(PATIENCE)
                .untilAsserted(() -> as("viewer")
                        .get("/datasets?node=" + node)
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1)));
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aDestroyThatIsNeverHeardOfAgainIsTriedAgainAndTheLateOneStillCounts() throws SQLException {
        String id = taken();
        as("operator").delete("/snapshots/" + id).then().statusCode(202);
        UUID first = accepted(DestroySnapshots.class, 0);
        Silence.tooLong(database, first);
        awaitState(id, "EXPIRED");

        haveItLookedAtNow();
        UUID second = command(DestroySnapshots.class, 1);
        assertThat(second).isNotEqualTo(first);
        bus.report(node, new CommandDone(first, Instant.now(), new SnapshotsDestroyed("tank", List.of("x"), 4096)));

        awaitState(id, "DESTROYED").body("snapshots[0].freedBytes", is(4096));
    }

    @Test
    void aSnapshotOfASilentNodeFailedAndIsTakenWhenItsLateReportSaysSo() {
        String id = ask();
        UUID take = accepted(TakeSnapshot.class, 0);
        Silence.tooLong(database, take);
        awaitState(id, "FAILED");

        reportTaken(id, take);

        awaitState(id, "TAKEN").body("snapshots", hasSize(1));
    }

    private String taken() {
        String id = ask();
        reportTaken(id, command(TakeSnapshot.class, 0));
        awaitState(id, "TAKEN");
        return id;
    }

    private String ask() {
        return as("operator")
                .body(Map.of(
                        "node",
                        node,
                        "dataset",
                        "tank",
                        "reason",
                        "before the upgrade",
                        "expiresAt",
                        Instant.now().plusSeconds(3600).toString()))
                .post("/snapshots")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private void reportTaken(String id, UUID take) {
        String name = as("viewer").get("/snapshots/" + id).path("name");
        TakenSnapshot snapshot = new TakenSnapshot("tank", name, "42", 7, Instant.now());
        bus.report(node, new CommandDone(take, Instant.now(), new SnapshotsTaken(List.of(snapshot))));
    }

    private UUID accepted(Class<? extends Message> type, int index) {
        UUID id = command(type, index);
        bus.report(node, new CommandAccepted(id, Instant.now()));
        Awaitility.await("accepted")
                .atMost(PATIENCE)
                .untilAsserted(() -> as("viewer").get("/commands/" + id).then().body("state", is("ACCEPTED")));
        return id;
    }

    private UUID command(Class<? extends Message> type, int index) {
        String wanted = type == TakeSnapshot.class ? "take-snapshot" : "destroy-snapshots";
        return Awaitility.await(wanted)
                .atMost(PATIENCE)
                .until(
                        () -> bus.all(Topic.commands(node)).stream()
                                .filter(r -> r.headers().get("ce_type").contains(wanted))
                                .map(r -> UUID.fromString(r.headers().get("ce_id")))
                                .toList(),
                        found -> found.size() > index)
                .get(index);
    }

    /** Instead of waiting for the minute before the next try. */
    private void haveItLookedAtNow() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement now = connection.prepareStatement(
                        "update expiring_snapshot set not_before = timestamp 'epoch' where node = ?")) {
            now.setString(1, node);
            assertThat(now.executeUpdate()).isEqualTo(1);
        }
    }

    private static ValidatableResponse awaitState(String id, String state) {
        Awaitility.await(state)
                .atMost(PATIENCE)
                .untilAsserted(() -> as("viewer").get("/snapshots/" + id).then().body("state", is(state)));
        return as("viewer").get("/snapshots/" + id).then();
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
