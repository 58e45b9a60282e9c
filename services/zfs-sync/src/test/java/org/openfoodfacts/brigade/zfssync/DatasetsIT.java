package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class DatasetsIT {
    private static final Instant CREATION = Instant.parse("2026-11-01T00:00:00Z");

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    private static Dataset dataset(String name) {
        return new Dataset(name, "12345678901234567890", "filesystem", 1000, 2000, 500, null, null);
    }

    private static Snapshot snapshot(int number) {
        return new Snapshot(
                "s" + number,
                "10" + number,
                number,
                CREATION.plusSeconds(number),
                10,
                List.of("hold it"),
                List.of(),
                new Expiry("why", CREATION));
    }

    @Test
    void datasetsArePagedAcrossNodesWithTheirSnapshotsInBrief() {
        bus.enrol("d1");
        bus.enrol("d2");
        bus.fact("d1", new DatasetsFact(List.of(dataset("dpool"), dataset("dpool/x y"), dataset("rpool"))));
        bus.fact("d2", new DatasetsFact(List.of(dataset("dpool"))));
        bus.fact(
                "d1",
                new SnapshotsFact(
                        "dpool/x y",
                        IntStream.range(0, 250).mapToObj(DatasetsIT::snapshot).toList(),
                        List.of(new Bookmark("b", "1", 1, CREATION))));
        await(() -> {
            viewer().get("/datasets?pool=dpool").then().body("items", hasSize(3));
            viewer().get("/datasets?node=d1").then().body("items[1].summary.count", is(250));
        });
        String next = viewer().get("/datasets?pool=dpool&limit=2")
                .then()
                .statusCode(200)
                .body("items.name", contains("dpool", "dpool/x y"))
                .body("items[1].summary.newest", is("s249"))
                .body("items[1].summary.usedBytes", is(2500))
                .body("items[1].guid", is("12345678901234567890"))
                .extract()
                .path("next");
        viewer().queryParam("after", next).get("/datasets?pool=dpool").then().body("items.node", contains("d2"));

        String after = viewer().get("/datasets/d1/dpool/x y")
                .then()
                .statusCode(200)
                .body("name", is("dpool/x y"))
                .body("snapshots.items", hasSize(100))
                .body("snapshots.items[0].holds", contains("hold it"))
                .body("snapshots.items[0].expiry.reason", is("why"))
                .body("bookmarks[0].name", is("b"))
                .extract()
                .path("snapshots.next");
        viewer().queryParam("after", after)
                .get("/datasets/d1/dpool/x y")
                .then()
                .body("snapshots.items[0].name", is("s100"));
        viewer().get("/datasets/d1/none").then().statusCode(404).contentType("application/problem+json");
        viewer().get("/datasets/d1/dpool?after=x").then().statusCode(400).body("errors[0].field", is("after"));
        given().get("/datasets").then().statusCode(401);
    }

    @Test
    void theNewestFactIsTheWholeTruthAndAnOlderOneIsLeftOut() {
        bus.enrol("d3");
        Instant now = Instant.now().minusSeconds(10);
        fact("d3", new DatasetsFact(List.of(dataset("old"), dataset("both"))), now);
        fact("d3", new DatasetsFact(List.of(dataset("both"), dataset("new"))), now.plusSeconds(2));
        fact("d3", new DatasetsFact(List.of(dataset("older"))), now.plusSeconds(1));
        fact("d3", new PoolsFact(List.of(new Pool("both", "1", "ONLINE", 10, 5, 5, 3))), now);
        await(() -> viewer().get("/pools?node=d3").then().body("items[0].health", is("ONLINE")));
        await(() -> viewer().get("/datasets?node=d3").then().body("items.name", contains("both", "new")));
        viewer().get("/datasets?node=d3").then().body("items.name", contains("both", "new"));
    }

    @Test
    void aTombstoneTakesTheSnapshotsAway() {
        bus.enrol("d4");
        bus.fact("d4", new DatasetsFact(List.of(dataset("tank/t"))));
        bus.fact("d4", new SnapshotsFact("tank/t", List.of(snapshot(1)), List.of()));
        await(() -> viewer().get("/datasets?node=d4").then().body("items[0].summary.count", is(1)));
        SnapshotsFact gone = new SnapshotsFact("tank/t", List.of(), List.of());
        bus.tombstone("d4", gone);
        await(() -> viewer().get("/datasets?node=d4").then().body("items[0].summary.count", is(0)));
    }

    @Test
    void whatCannotBeStoredIsPutAsideAndTheRestGoesOn() {
        bus.enrol("d5");
        bus.fact("d5", new DatasetsFact(List.of(dataset("twice"), dataset("twice"))));
        bus.fact("d5", new PoolsFact(List.of(new Pool("bad\u0000", "1", "ONLINE", 10, 5, 5, 3))));
        bus.await(Topic.FACTS.deadLetters(), DatasetsFact.class, d -> d.key().equals("d5/datasets"));
        bus.await(Topic.FACTS.deadLetters(), PoolsFact.class, d -> d.key().equals("d5/pools"));
        bus.fact("d5", new DatasetsFact(List.of(dataset("once"))));
        bus.fact("d5", new PoolsFact(List.of(new Pool("good", "1", "ONLINE", 10, 5, 5, 3))));
        await(() -> viewer().get("/datasets?node=d5").then().body("items.name", contains("once")));
        await(() -> viewer().get("/pools?node=d5").then().body("items.name", contains("good")));
    }

    private void fact(String node, Fact fact, Instant at) {
        EventType type = EventType.of(fact);
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(), Source.ofNode(node), type.id(), at, node, null, Trace.NONE, null);
        bus.send(Codec.encode(Topic.FACTS.topicName(), node + "/" + type.kind(), fact, envelope, bus.nodeSigner(node)));
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }

    private static RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.token("viewer"));
    }
}
