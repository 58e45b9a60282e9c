package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Nodes on the bus that take and destroy snapshots, and the REST side of the service. Each test has nodes of its own. */
final class SnapshotLab implements AutoCloseable {
    static final String EVENTS = Topic.ZFS_SYNC_EVENTS.topicName();

    final TestBus bus = new TestBus();

    void node(String name, String... datasets) {
        bus.enrol(name);
        datasets(name, datasets);
    }

    /** What a node has from now on; returns when it is known. */
    void datasets(String name, String... datasets) {
        bus.fact(
                name,
                new DatasetsFact(List.of(datasets).stream()
                        .map(d -> new Dataset(d, "1" + d.length(), "filesystem", 1000, 2000, 500, null, "/" + d))
                        .toList()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> as("viewer")
                        .get("/datasets?node=" + name)
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(datasets.length)));
    }

    void listing(String node, String dataset, String snapshot, List<String> holds, Instant creation) {
        bus.fact(
                node,
                new SnapshotsFact(
                        dataset,
                        List.of(new Snapshot(snapshot, "42", 7, creation, 100, holds, List.of(), null)),
                        List.of()));
    }

    static Map<String, Object> wish(String node, String dataset, boolean recursive, int seconds) {
        Map<String, Object> wish = new HashMap<>();
        wish.put("node", node);
        wish.put("dataset", dataset);
        wish.put("recursive", recursive);
        wish.put("reason", "before the upgrade");
        wish.put("expiresAt", Instant.now().plusSeconds(seconds).toString());
        return wish;
    }

    static ValidatableResponse ask(Map<String, Object> wish) {
        return as("operator").body(wish).post("/snapshots").then();
    }

    static ValidatableResponse awaitState(String id, String state) {
        return Awaitility.await(state)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> as("viewer").get("/snapshots/" + id).then(),
                        answer -> answer.extract().path("state").equals(state));
    }

    static void awaitDetail(String id, Matcher<String> detail) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> as("viewer").get("/snapshots/" + id).then().body("detail", detail));
    }

    <C extends Message> Decoded<C> command(String node, Class<C> type, int index) {
        return Awaitility.await(type.getSimpleName())
                .atMost(Duration.ofMinutes(2))
                .until(() -> commands(node, type), list -> list.size() > index)
                .get(index);
    }

    <C extends Message> List<Decoded<C>> commands(String node, Class<C> type) {
        return bus.all(Topic.commands(node)).stream()
                .map(r -> Codec.decode(r, Message.class))
                .filter(d -> type.isInstance(d.message()))
                .map(d -> new Decoded<>(d.type(), d.envelope(), d.key(), type.cast(d.message())))
                .toList();
    }

    void done(Decoded<TakeSnapshot> take, TakenSnapshot... snapshots) {
        bus.report(
                take.envelope().node(),
                new CommandDone(id(take), Instant.now(), new SnapshotsTaken(List.of(snapshots))));
    }

    static TakenSnapshot taken(TakeSnapshot command, String dataset) {
        return new TakenSnapshot(dataset, command.name(), "42", 7, Instant.now());
    }

    static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
    }

    static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }

    @Override
    public void close() {
        bus.close();
    }
}
