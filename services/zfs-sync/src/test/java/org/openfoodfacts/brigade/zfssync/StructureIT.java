package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Renaming and destroying a dataset: asked of the graph first, then of the agent, then told. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class StructureIT {
    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aFreeDatasetIsRenamedByItsGuidAndThatIsTold() {
        facts("stra");

        post("admin", "stra/tank/free/rename", Map.of("to", "tank/better"))
                .statusCode(202)
                .header("Location", containsString("commands/"))
                .body("change", is("RENAME"))
                .body("to", is("tank/better"))
                .body("dependents.name", is(List.of("tank/free/below")));

        Decoded<RenameDataset> command = command("stra", RenameDataset.class);
        assertThat(command.message())
                .isEqualTo(new RenameDataset(
                        "tank/free",
                        "guid tank/free",
                        "tank/better",
                        List.of(new DestroyDataset.Below("tank/free/below", "guid tank/free/below")),
                        true));
        report("stra", command, new CommandResult.DatasetRenamed("tank/free", "tank/better"));
        ZfsEvent.DatasetRenamed told = event("stra", ZfsEvent.DatasetRenamed.class);
        assertThat(told)
                .isEqualTo(new ZfsEvent.DatasetRenamed("stra", "tank/free", "tank/better", "tester", id(command)));
    }

    @Test
    void aFreeDatasetIsDestroyedWithWhatTheFactsShowBelowItAndThatIsTold() {
        facts("strb");

        post("admin", "strb/tank/free/destroy", Map.of("reason", "moved"))
                .statusCode(202)
                .body("change", is("DESTROY"))
                .body("guid", is("guid tank/free"));

        Decoded<DestroyDataset> command = command("strb", DestroyDataset.class);
        assertThat(command.message())
                .isEqualTo(new DestroyDataset(
                        "tank/free",
                        "guid tank/free",
                        List.of(new DestroyDataset.Below("tank/free/below", "guid tank/free/below")),
                        "moved"));
        List<String> gone = List.of("tank/free", "tank/free/below");
        report("strb", command, new CommandResult.DatasetDestroyed("tank/free", gone, 3, 17, "moved"));
        assertThat(event("strb", ZfsEvent.DatasetDestroyed.class))
                .isEqualTo(new ZfsEvent.DatasetDestroyed(
                        "strb", "tank/free", gone, 3, 17, "moved", "tester", id(command)));
    }

    @Test
    void whatWouldBreakForbidsItAndNoCommandIsSent() {
        facts("strc");

        post("admin", "strc/tank/used/destroy", Map.of("reason", "no longer wanted"))
                .statusCode(409)
                .body("detail", startsWith("to destroy strc:tank/used would break 2 things: tank/clone (it lives on"))
                .body("detail", containsString("tank/used@s1 (ZFS does not destroy it before the hold keep"));

        post("admin", "strc/tank/free/rename", Map.of("to", "tank/better")).statusCode(202);
        assertThat(command("strc", Command.class).message()).as("the first").isInstanceOf(RenameDataset.class);
    }

    @Test
    void whatCannotBeIsSaidByItsField() {
        facts("strd");

        assertField("strd/tank/free/rename", Map.of(), "to", "is missing");
        assertField("strd/tank/free/rename", Map.of("to", "tank/a@b"), "to", "is no dataset name");
        assertField("strd/tank/free/rename", Map.of("to", "other/free"), "to", "another name in the pool tank");
        assertField("strd/tank/free/rename", Map.of("to", "tank/free/x"), "to", "nor below it");
        assertField("strd/tank/free/rename", Map.of("to", "tank/used"), "to", "is there already");
        assertField("strd/tank/free/rename", Map.of("to", "tank/none/x"), "to", "'tank/none', which is not on strd");
        assertField("strd/tank/free/destroy", Map.of(), "reason", "is missing");
        assertField("strd/tank/destroy", Map.of("reason", "all of it"), "dataset", "is a whole pool");
        assertField("nobody/tank/free/destroy", Map.of("reason", "x"), "node", "is no enrolled node");
        post("admin", "strd/tank/none/destroy", Map.of("reason", "x"))
                .statusCode(404)
                .body("detail", containsString("'tank/none'"));
        post("operator", "strd/tank/free/destroy", Map.of("reason", "x")).statusCode(403);
    }

    private static void assertField(String path, Map<String, String> body, String field, String why) {
        post("admin", path, body)
                .statusCode(400)
                .body("errors[0].field", is(field))
                .body("errors[0].detail", containsString(why));
    }

    private void facts(String node) {
        bus.enrol(node);
        bus.fact(
                node,
                new DatasetsFact(Stream.of("tank", "tank/free", "tank/free/below", "tank/used", "tank/clone")
                        .map(StructureIT::dataset)
                        .toList()));
        Snapshot kept = new Snapshot("s1", "7", 1, Instant.now(), 1, List.of("keep"), List.of("tank/clone"), null);
        bus.fact(node, new SnapshotsFact("tank/used", List.of(kept), List.of()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("viewer"))
                        .get("/datasets/" + node + "/tank/used")
                        .then()
                        .body("snapshots.items", hasSize(1)));
    }

    private static Dataset dataset(String name) {
        return new Dataset(name, "guid " + name, "filesystem", 10, 20, 5, null, "/" + name);
    }

    private <T extends Command> Decoded<T> command(String node, Class<T> type) {
        return bus.await(Topic.commands(node), type, _ -> true);
    }

    private <T extends ZfsEvent> T event(String node, Class<T> type) {
        return bus.await(
                        Topic.ZFS_SYNC_EVENTS.topicName(),
                        type,
                        event -> event.envelope().node().equals(node))
                .message();
    }

    private void report(String node, Decoded<?> command, CommandResult result) {
        bus.report(node, new CommandDone(id(command), Instant.now(), result));
    }

    private static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
    }

    private static ValidatableResponse post(String role, String path, Map<String, String> body) {
        RequestSpecification request =
                given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
        return request.body(body).post("/datasets/" + path).then();
    }
}
