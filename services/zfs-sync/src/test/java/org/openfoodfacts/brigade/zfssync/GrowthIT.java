package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** From the facts about datasets to who it is that fills a pool. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class GrowthIT {
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    /** Each day a takes 10 more, its child 7 of them; b takes 1 less. */
    @Test
    void whatGrewByItselfComesFirstAndAReplayChangesNothing() {
        bus.enrol("ga");
        List<WireRecord> sent = new ArrayList<>();
        for (int day = 40; day >= 0; day--) {
            long days = 40L - day;
            sent.add(fact(
                    "ga",
                    today.minus(Duration.ofDays(day)).plusSeconds(5),
                    dataset("tank", "1", 1000 + 9 * days),
                    dataset("tank/a", "2", 500 + 10 * days),
                    dataset("tank/a/child_x", "3", 100 + 7 * days),
                    dataset("tank/b", "4", 300 - days)));
        }
        sent.forEach(bus::send);
        await(() -> growth("ga", "tank", today.minus(Duration.ofDays(20)))
                .body("items.dataset", contains("tank/a/child_x", "tank/a", "tank", "tank/b"))
                .body("items.ownBytes", contains(147, 63, 0, -21))
                .body("items.grownBytes", contains(147, 210, 189, -21))
                .body("items[0].from.usedBytes", is(233))
                .body("items[0].now.usedBytes", is(380)));

        sent.forEach(bus::send);
        bus.send(fact("ga", today.plusSeconds(9), dataset("tank", "1", 1360), dataset("tank/a", "2", 901)));
        await(() -> growth("ga", "tank", Instant.EPOCH)
                .body("items.dataset", contains("tank/a", "tank"))
                .body("items.grownBytes", contains(401, 360)));
        List<Integer> used = points("ga", "tank", "tank/a", "").extract().path("items.usedBytes");
        assertThat(used).hasSize(41).startsWith(500, 510).endsWith(890, 901);
        points("ga", "tank", "tank/b", "?since=" + today).body("items.usedBytes", contains(260));
        points("ga", "tank", "tank/a", "?since=" + today.plusSeconds(999)).body("items", empty());
    }

    @Test
    void whatIsOlderThanTwoYearsGoesAlsoOfDatasetsThatAreGone() {
        bus.enrol("gold");
        Instant longAgo = today.minus(Duration.ofDays(740));
        bus.send(fact("gold", longAgo, dataset("tank", "1", 7), dataset("tank/gone", "2", 3)));
        await(() -> points("gold", "tank", "tank/gone", "").body("items.usedBytes", contains(3)));

        bus.send(fact("gold", today.minus(Duration.ofDays(20)), dataset("tank", "1", 8)));
        await(() -> points("gold", "tank", "tank", "").body("items.usedBytes", contains(7, 8)));
        bus.send(fact("gold", today.plusSeconds(5), dataset("tank", "1", 9)));
        await(() -> points("gold", "tank", "tank", "").body("items.usedBytes", contains(8, 9)));
        bus.send(fact("gold", today.plusSeconds(9), dataset("tank", "1", 9), dataset("tank/gone", "2", 4)));
        await(() -> points("gold", "tank", "tank/gone", "").body("items.usedBytes", contains(4)));
    }

    @Test
    void whatIsNewHasGrownFromNothingAndNotWhatItLiesBelow() {
        bus.enrol("gd");
        bus.send(fact("gd", today.minus(Duration.ofDays(9)), dataset("tank", "1", 100)));
        bus.send(fact("gd", today, dataset("tank", "1", 2100), dataset("tank/new", "2", 2000)));

        await(() -> growth("gd", "tank", today.minus(Duration.ofDays(8)))
                .body("items.dataset", contains("tank/new", "tank"))
                .body("items.ownBytes", contains(2000, 0))
                .body("items.grownBytes", contains(2000, 2000))
                .body("items[0].from.usedBytes", is(0))
                .body("items[0].from.at", is(today.minus(Duration.ofDays(9)).toString())));
        growth("gd", "tank", Instant.EPOCH).body("items.ownBytes", contains(2000, 0));
    }

    /** As when a copy is set aside and sent anew, and when a dataset is renamed with all below. */
    @Test
    void whatWasRenamedIsNotNewUnlessItLayElsewhere() {
        bus.enrol("ge");
        bus.send(fact(
                "ge",
                today.minus(Duration.ofDays(9)),
                dataset("tank", "1", 1000),
                dataset("tank/copy", "2", 600),
                dataset("tank/old", "3", 300),
                dataset("tank/old/x", "4", 200)));
        bus.send(fact(
                "ge",
                today,
                dataset("tank", "1", 1650),
                dataset("tank/copy", "5", 640),
                dataset("tank/copy.aside-1", "2", 600),
                dataset("tank/kept", "3", 310),
                dataset("tank/kept/x", "4", 205)));

        await(() -> growth("ge", "tank", today.minus(Duration.ofDays(8)))
                .body("items.dataset", contains("tank/copy", "tank/kept", "tank/kept/x", "tank", "tank/copy.aside-1"))
                .body("items.ownBytes", contains(640, 5, 5, 0, 0)));

        bus.send(fact(
                "ge",
                today.plusSeconds(9),
                dataset("tank", "1", 1000),
                dataset("tank/copy", "2", 805),
                dataset("tank/copy/x", "4", 205),
                dataset("tank/kept", "3", 105)));
        await(() -> growth("ge", "tank", today.minus(Duration.ofDays(8)))
                .body("items.dataset", contains("tank/copy/x", "tank/copy", "tank", "tank/kept"))
                .body("items.ownBytes", contains(205, 0, -10, -195)));
    }

    /** The point of a name that is no more is of an earlier hour of the day than that of the pool. */
    @Test
    void whatWasRenamedOnTheVeryDayIsNotNew() {
        bus.enrol("gf");
        Instant then = today.minus(Duration.ofDays(8));
        for (Instant at : List.of(today.minus(Duration.ofDays(9)), then.plus(Duration.ofHours(9)))) {
            bus.send(fact("gf", at, dataset("tank", "1", 1000), dataset("tank/a", "2", 600)));
        }
        for (Instant at : List.of(then.plus(Duration.ofHours(23)), today)) {
            bus.send(fact("gf", at, dataset("tank", "1", 1000), dataset("tank/b", "2", 600)));
        }

        await(() -> growth("gf", "tank", then.plus(Duration.ofHours(15)))
                .body("items.dataset", contains("tank", "tank/b"))
                .body("items.ownBytes", contains(0, 0)));
    }

    @Test
    void anotherDatasetOfTheSameNameHasGrownFromNothing() {
        bus.enrol("gb");
        bus.send(fact("gb", today.minus(Duration.ofDays(9)), dataset("tank", "1", 900), dataset("tank/a", "2", 800)));
        bus.send(fact("gb", today.minus(Duration.ofDays(2)), dataset("tank", "1", 150), dataset("tank/a", "3", 50)));
        bus.send(fact("gb", today, dataset("tank", "1", 200), dataset("tank/a", "3", 90)));

        await(() -> growth("gb", "tank", today.minus(Duration.ofDays(8)))
                .body("items.dataset", contains("tank/a", "tank"))
                .body("items.grownBytes", contains(90, -700))
                .body("items.ownBytes", contains(90, -790)));
        growth("gb", "tank", today).body("items.grownBytes", contains(0, 0));
        assertThat(get("gb", "tank", "?since=" + today + "&limit=1").extract().<List<?>>path("items"))
                .hasSize(1);
    }

    @Test
    void whatIsNotKnownOrMeantIsSaid() {
        get("gc", "tank", "").statusCode(400).body("errors[0].field", is("since"));
        get("gc", "tank", "?since=yesterday").statusCode(400).body("errors[0].field", is("since"));
        growth("gc", "tank", today).body("items", hasSize(0));
        get("gc", "tank", "/tank/a").statusCode(404).contentType("application/problem+json");
        get("gc", "tank", "/other/a").statusCode(404);
        given().get("/pools/gc/tank/growth?since=" + today).then().statusCode(401);
    }

    private static Dataset dataset(String name, String guid, long used) {
        return new Dataset(name, guid, "filesystem", used, 1000, used / 2, null, null);
    }

    private WireRecord fact(String node, Instant at, Dataset... datasets) {
        DatasetsFact fact = new DatasetsFact(List.of(datasets));
        EventType type = EventType.of(fact);
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(), Source.ofNode(node), type.id(), at, node, null, Trace.NONE, null);
        return Codec.encode(Topic.FACTS.topicName(), node + "/" + type.kind(), fact, envelope, bus.nodeSigner(node));
    }

    private static ValidatableResponse growth(String node, String pool, Instant since) {
        return get(node, pool, "?since=" + since).statusCode(200);
    }

    private static ValidatableResponse points(String node, String pool, String dataset, String query) {
        return get(node, pool, "/" + dataset + query).statusCode(200);
    }

    private static ValidatableResponse get(String node, String pool, String more) {
        return SnapshotLab.as("viewer")
                .get("/pools/" + node + "/" + pool + "/growth" + more)
                .then();
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }
}
