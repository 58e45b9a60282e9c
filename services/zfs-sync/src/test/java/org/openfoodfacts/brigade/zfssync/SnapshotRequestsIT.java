package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** What may be asked, by whom, and how it is listed. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class SnapshotRequestsIT {
    private final SnapshotLab lab = new SnapshotLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void theSameIdempotencyKeyTakesOneSnapshot() {
        lab.node("host7", "tank");
        Map<String, Object> wish = SnapshotLab.wish("host7", "tank", false, 3600);
        String first = SnapshotLab.as("operator")
                .header("Idempotency-Key", "k1")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        SnapshotLab.as("operator")
                .header("Idempotency-Key", "k1")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(202)
                .body("id", is(first));
        wish.put("reason", "another");
        SnapshotLab.as("operator")
                .header("Idempotency-Key", "k1")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(409);
        assertThat(lab.commands("host7", TakeSnapshot.class)).hasSize(1);
    }

    @Test
    void wrongInputIsNamedAndRolesAreKept() {
        lab.node("host8", "tank");
        refused("node", "node", "nowhere");
        refused("node", "node", null);
        refused("dataset", "dataset", "tank/none");
        refused("dataset", "dataset", "tank@x");
        refused("reason", "reason", "");
        refused("expiresAt", "expiresAt", "2020-01-01T00:00:00Z");
        refused("expiresAt", "expiresAt", "tomorrow");
        refused("recursiv", "recursiv", true);
        SnapshotLab.as("operator")
                .header("Idempotency-Key", "two words")
                .body(SnapshotLab.wish("host8", "tank", false, 60))
                .post("/snapshots")
                .then()
                .statusCode(400);
        SnapshotLab.as("viewer")
                .body(SnapshotLab.wish("host8", "tank", false, 60))
                .post("/snapshots")
                .then()
                .statusCode(403);
        given().contentType(ContentType.JSON)
                .body(SnapshotLab.wish("host8", "tank", false, 60))
                .post("/snapshots")
                .then()
                .statusCode(401);
        SnapshotLab.as("viewer")
                .delete("/snapshots/" + UUID.randomUUID())
                .then()
                .statusCode(403);
        SnapshotLab.as("operator")
                .delete("/snapshots/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        SnapshotLab.as("viewer")
                .get("/snapshots?after=x")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("after"));
        SnapshotLab.as("viewer")
                .get("/snapshots?ended=perhaps")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("ended"));
    }

    @Test
    void snapshotsAreListedNewestFirstPageByPage() {
        lab.node("host9", "tank");
        List<String> ids = Stream.generate(() -> SnapshotLab.ask(SnapshotLab.wish("host9", "tank", false, 60))
                        .extract()
                        .<String>path("id"))
                .limit(3)
                .toList();
        String next = SnapshotLab.as("viewer")
                .get("/snapshots?node=host9&limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].id", is(ids.get(2)))
                .extract()
                .path("next");
        SnapshotLab.as("viewer")
                .get("/snapshots?node=host9&limit=2&after=" + next)
                .then()
                .body("items", hasSize(1))
                .body("items[0].id", is(ids.get(0)))
                .body("items[0].name", startsWith("brigade_"));
        SnapshotLab.as("viewer")
                .get("/snapshots?node=host9&dataset=other")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void whatIsStillThereIsListedHoweverMuchCameAfterIt() {
        lab.node("keeper1", "tank");
        String kept = ask("keeper1");
        Decoded<TakeSnapshot> take = lab.command("keeper1", TakeSnapshot.class, 0);
        lab.done(take, SnapshotLab.taken(take.message(), "tank"));
        SnapshotLab.awaitState(kept, "TAKEN");
        List<String> failed = Stream.of(1, 2).map(this::failed).toList();
        String requested = ask("keeper1");

        String next = listed("ended=false&limit=1", requested).extract().path("next");
        listed("ended=false&limit=1&after=" + next, kept).body("items[0].state", is("TAKEN"));
        listed("ended=true", failed.getLast(), failed.getFirst());
        listed("", requested, failed.getLast(), failed.getFirst(), kept);

        SnapshotLab.as("operator").delete("/snapshots/" + kept).then().statusCode(202);
        listed("ended=false", requested, kept);
        Decoded<DestroySnapshots> destroy = lab.command("keeper1", DestroySnapshots.class, 0);
        var destroyed = new SnapshotsDestroyed("tank", List.of(take.message().name()), 1);
        lab.bus.report("keeper1", new CommandDone(SnapshotLab.id(destroy), Instant.now(), destroyed));
        SnapshotLab.awaitState(kept, "DESTROYED");
        listed("ended=false", requested);
        listed("ended=true", failed.getLast(), failed.getFirst(), kept);
    }

    private static String ask(String node) {
        return SnapshotLab.ask(SnapshotLab.wish(node, "tank", false, 3600))
                .statusCode(202)
                .extract()
                .path("id");
    }

    private String failed(int index) {
        String id = ask("keeper1");
        Decoded<TakeSnapshot> take = lab.command("keeper1", TakeSnapshot.class, index);
        lab.bus.report(
                "keeper1",
                new CommandFailed(SnapshotLab.id(take), Instant.now(), CommandFailed.Reason.TOOL_FAILED, "no", 1));
        SnapshotLab.awaitState(id, "FAILED");
        return id;
    }

    private static ValidatableResponse listed(String query, String... ids) {
        return SnapshotLab.as("viewer")
                .get("/snapshots?node=keeper1&" + query)
                .then()
                .statusCode(200)
                .body("items.id", contains(ids));
    }

    private void refused(String named, String field, Object value) {
        Map<String, Object> wish = SnapshotLab.wish("host8", "tank", false, 60);
        wish.put(field, value);
        SnapshotLab.ask(wish)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", is(named));
    }
}
