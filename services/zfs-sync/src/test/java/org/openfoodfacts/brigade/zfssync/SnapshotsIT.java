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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Each test has a node of its own, so that none sees another's commands. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class SnapshotsIT {
    private static final String EVENTS = Topic.ZFS_SYNC_EVENTS.topicName();

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aSnapshotIsTakenByTheNodeAndDestroyedAtItsEnd() {
        node("host1", "tank", "tank/a", "tank/a/b");
        var asked = ask(wish("host1", "tank/a", true, 3600))
                .statusCode(202)
                .header("Location", containsString("snapshots/"));
        String id = asked.extract().path("id");
        Decoded<TakeSnapshot> take = command("host1", TakeSnapshot.class, 0);
        assertThat(take.message().name())
                .startsWith("brigade_")
                .isEqualTo(asked.extract().path("name"));
        assertThat(take.message().recursive()).isTrue();
        assertThat(take.envelope().expiry()).isAfter(Instant.now());
        done(take, taken(take.message(), "tank/a"), taken(take.message(), "tank/a/b"));
        awaitState(id, "TAKEN").body("snapshots", hasSize(2)).body("snapshots[1].guid", is("42"));
        bus.await(
                EVENTS,
                ZfsEvent.SnapshotTaken.class,
                d -> d.message().node().equals("host1")
                        && d.message().dataset().equals("tank/a/b")
                        && d.message().commandId().equals(id(take)));
        as("viewer").get("/commands/" + id(take)).then().statusCode(200).body("state", is("DONE"));

        as("operator").delete("/snapshots/" + id).then().statusCode(202).body("state", is("DESTROYING"));
        for (int i = 0; i < 2; i++) {
            Decoded<DestroySnapshots> destroy = command("host1", DestroySnapshots.class, i);
            var ref = destroy.message().snapshots().getFirst();
            assertThat(ref.guid()).isEqualTo("42");
            bus.report(
                    "host1",
                    new CommandDone(
                            id(destroy),
                            Instant.now(),
                            new SnapshotsDestroyed(destroy.message().dataset(), List.of(ref.name()), 4096)));
        }
        awaitState(id, "DESTROYED").body("snapshots[0].freedBytes", is(4096));
        bus.await(
                EVENTS,
                ZfsEvent.SnapshotDestroyed.class,
                d -> d.message().node().equals("host1") && d.message().freedBytes() == 4096);
        as("operator").delete("/snapshots/" + id).then().statusCode(409);
    }

    @Test
    void aReportThatComesTwiceHasOneEffect() {
        node("host2", "tank");
        String id = ask(wish("host2", "tank", false, 3600)).extract().path("id");
        Decoded<TakeSnapshot> take = command("host2", TakeSnapshot.class, 0);
        done(take, taken(take.message(), "tank"));
        done(take, taken(take.message(), "tank"));
        awaitState(id, "TAKEN");
        bus.report("host2", new CommandFailed(id(take), Instant.now(), CommandFailed.Reason.TOOL_FAILED, "no", 1));
        String marker = ask(wish("host2", "tank", false, 3600)).extract().path("id");
        done(
                command("host2", TakeSnapshot.class, 1),
                taken(command("host2", TakeSnapshot.class, 1).message(), "tank"));
        awaitState(marker, "TAKEN");
        bus.await(
                EVENTS,
                ZfsEvent.SnapshotTaken.class,
                d -> d.message()
                        .snapshot()
                        .equals(command("host2", TakeSnapshot.class, 1)
                                .message()
                                .name()));
        assertThat(bus.all(EVENTS).stream()
                        .filter(r ->
                                r.key().equals("host2/tank@" + take.message().name())))
                .hasSize(1);
        awaitState(id, "TAKEN");
    }

    @Test
    void anExpiredSnapshotIsDestroyedUnlessHeld() {
        node("host3", "tank");
        String id = ask(wish("host3", "tank", false, 4)).extract().path("id");
        Decoded<TakeSnapshot> take = command("host3", TakeSnapshot.class, 0);
        done(take, taken(take.message(), "tank"));
        listing("host3", "tank", take.message().name(), List.of("keep"), Instant.now());
        awaitState(id, "KEPT").body("detail", containsString("held by keep"));
        assertThat(commands("host3", DestroySnapshots.class)).isEmpty();
        bus.await(
                EVENTS,
                ZfsEvent.SnapshotDestroyFailed.class,
                d -> d.message().node().equals("host3") && d.message().detail().contains("keep"));
    }

    @Test
    void whatTheNodeItselfRefusesToDestroyIsKept() {
        node("host4", "tank");
        String id = ask(wish("host4", "tank", false, 3600)).extract().path("id");
        Decoded<TakeSnapshot> take = command("host4", TakeSnapshot.class, 0);
        done(take, taken(take.message(), "tank"));
        awaitState(id, "TAKEN");
        as("operator").delete("/snapshots/" + id).then().statusCode(202);
        Decoded<DestroySnapshots> destroy = command("host4", DestroySnapshots.class, 0);
        bus.report(
                "host4",
                new CommandRefused(
                        id(destroy), Instant.now(), CommandRefused.Reason.PRECONDITION, "tank@x is held by backup"));
        awaitState(id, "KEPT").body("detail", containsString("held by backup"));
    }

    @Test
    void aSnapshotThatOnlyTheFactsTellOfIsNotForgotten() {
        node("host5", "tank");
        String id = ask(wish("host5", "tank", false, 3600)).extract().path("id");
        Decoded<TakeSnapshot> take = command("host5", TakeSnapshot.class, 0);
        bus.report(
                "host5", new CommandFailed(id(take), Instant.now(), CommandFailed.Reason.CUT_SHORT, "restarted", null));
        awaitState(id, "FAILED").body("detail", containsString("CUT_SHORT"));
        bus.await(
                EVENTS,
                ZfsEvent.SnapshotFailed.class,
                d -> d.message().commandId().equals(id(take)));
        listing("host5", "tank", take.message().name(), List.of(), Instant.now());
        awaitState(id, "TAKEN").body("snapshots", hasSize(1));
    }

    @Test
    void aReportOfAnotherNodeDoesNotCount() {
        node("host6", "tank");
        node("host6-thief", "tank");
        String id = ask(wish("host6", "tank", false, 3600)).extract().path("id");
        Decoded<TakeSnapshot> take = command("host6", TakeSnapshot.class, 0);
        bus.report(
                "host6-thief",
                new CommandDone(id(take), Instant.now(), new SnapshotsTaken(List.of(taken(take.message(), "tank")))));
        String marker = ask(wish("host6-thief", "tank", false, 3600)).extract().path("id");
        Decoded<TakeSnapshot> own = command("host6-thief", TakeSnapshot.class, 0);
        bus.report(
                "host6-thief",
                new CommandDone(id(own), Instant.now(), new SnapshotsTaken(List.of(taken(own.message(), "tank")))));
        awaitState(marker, "TAKEN");
        as("viewer").get("/snapshots/" + id).then().body("state", is("REQUESTED"));
    }

    @Test
    void theSameIdempotencyKeyTakesOneSnapshot() {
        node("host7", "tank");
        Map<String, Object> wish = wish("host7", "tank", false, 3600);
        String first = as("operator")
                .header("Idempotency-Key", "k1")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        as("operator")
                .header("Idempotency-Key", "k1")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(202)
                .body("id", is(first));
        wish.put("reason", "another");
        as("operator")
                .header("Idempotency-Key", "k1")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(409);
        assertThat(commands("host7", TakeSnapshot.class)).hasSize(1);
    }

    @Test
    void wrongInputIsNamedAndRolesAreKept() {
        node("host8", "tank");
        refused("node", "node", "nowhere");
        refused("node", "node", null);
        refused("dataset", "dataset", "tank/none");
        refused("dataset", "dataset", "tank@x");
        refused("reason", "reason", "");
        refused("expiresAt", "expiresAt", "2020-01-01T00:00:00Z");
        refused("expiresAt", "expiresAt", "tomorrow");
        refused("recursiv", "recursiv", true);
        as("operator")
                .header("Idempotency-Key", "two words")
                .body(wish("host8", "tank", false, 60))
                .post("/snapshots")
                .then()
                .statusCode(400);
        as("viewer")
                .body(wish("host8", "tank", false, 60))
                .post("/snapshots")
                .then()
                .statusCode(403);
        given().contentType(ContentType.JSON)
                .body(wish("host8", "tank", false, 60))
                .post("/snapshots")
                .then()
                .statusCode(401);
        as("viewer").delete("/snapshots/" + UUID.randomUUID()).then().statusCode(403);
        as("operator").delete("/snapshots/" + UUID.randomUUID()).then().statusCode(404);
        as("viewer").get("/snapshots?after=x").then().statusCode(400).body("errors[0].field", is("after"));
    }

    @Test
    void snapshotsAreListedNewestFirstPageByPage() {
        node("host9", "tank");
        List<String> ids = Stream.generate(
                        () -> ask(wish("host9", "tank", false, 60)).extract().<String>path("id"))
                .limit(3)
                .toList();
        String next = as("viewer")
                .get("/snapshots?node=host9&limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].id", is(ids.get(2)))
                .extract()
                .path("next");
        as("viewer")
                .get("/snapshots?node=host9&limit=2&after=" + next)
                .then()
                .body("items", hasSize(1))
                .body("items[0].id", is(ids.get(0)))
                .body("items[0].name", startsWith("brigade_"));
        as("viewer").get("/snapshots?node=host9&dataset=other").then().body("items", hasSize(0));
    }

    private void refused(String named, String field, Object value) {
        Map<String, Object> wish = wish("host8", "tank", false, 60);
        wish.put(field, value);
        ask(wish).statusCode(400).contentType("application/problem+json").body("errors[0].field", is(named));
    }

    private void node(String name, String... datasets) {
        bus.enrol(name);
        bus.fact(
                name,
                new DatasetsFact(List.of(datasets).stream()
                        .map(d -> new Dataset(d, "1" + d.length(), "filesystem", 1000, 2000, 500, null, "/" + d))
                        .toList()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> as("viewer")
                        .get("/datasets?node=" + name)
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(datasets.length)));
    }

    private void listing(String node, String dataset, String snapshot, List<String> holds, Instant creation) {
        bus.fact(
                node,
                new SnapshotsFact(
                        dataset,
                        List.of(new Snapshot(snapshot, "42", 7, creation, 100, holds, List.of(), null)),
                        List.of()));
    }

    private static Map<String, Object> wish(String node, String dataset, boolean recursive, int seconds) {
        Map<String, Object> wish = new HashMap<>();
        wish.put("node", node);
        wish.put("dataset", dataset);
        wish.put("recursive", recursive);
        wish.put("reason", "before the upgrade");
        wish.put("expiresAt", Instant.now().plusSeconds(seconds).toString());
        return wish;
    }

    private static ValidatableResponse ask(Map<String, Object> wish) {
        return as("operator").body(wish).post("/snapshots").then();
    }

    private static ValidatableResponse awaitState(String id, String state) {
        return Awaitility.await(state)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> as("viewer").get("/snapshots/" + id).then(),
                        answer -> answer.extract().path("state").equals(state));
    }

    private <C extends Message> Decoded<C> command(String node, Class<C> type, int index) {
        return Awaitility.await(type.getSimpleName())
                .atMost(Duration.ofSeconds(20))
                .until(() -> commands(node, type), list -> list.size() > index)
                .get(index);
    }

    private <C extends Message> List<Decoded<C>> commands(String node, Class<C> type) {
        return bus.all(Topic.commands(node)).stream()
                .map(r -> Codec.decode(r, Message.class))
                .filter(d -> type.isInstance(d.message()))
                .map(d -> new Decoded<>(d.type(), d.envelope(), d.key(), type.cast(d.message())))
                .toList();
    }

    private void done(Decoded<TakeSnapshot> take, TakenSnapshot... snapshots) {
        bus.report(
                take.envelope().node(),
                new CommandDone(id(take), Instant.now(), new SnapshotsTaken(List.of(snapshots))));
    }

    private static TakenSnapshot taken(TakeSnapshot command, String dataset) {
        return new TakenSnapshot(dataset, command.name(), "42", 7, Instant.now());
    }

    private static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
