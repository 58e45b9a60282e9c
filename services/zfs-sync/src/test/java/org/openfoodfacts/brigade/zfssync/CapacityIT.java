package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolChanged;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolStanding;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** From the facts about pools to the day each is full, and what is told of it. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class CapacityIT {
    private static final Pool FILLS = new Pool("fills", "7", "ONLINE", 1000, 0, 0, 3);

    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    /** Forty days at 10 a day up to 800 of 1000 leave ten days to 900. */
    @Test
    void aMonthOfFactsTellsTheDayAPoolFillsAndAReplayChangesNothing() {
        bus.enrol("ca");
        List<WireRecord> sent = new ArrayList<>();
        for (int day = 40; day > 0; day--) {
            sent.add(fact(
                    "ca", ago(day), allocated(800 - 10L * day), new Pool("still", "8", "ONLINE", 1000, 500, 500, 0)));
        }
        sent.add(fact("ca", today, allocated(800), new Pool("still", "8", "ONLINE", 1000, 500, 500, 0)));
        sent.forEach(bus::send);

        String fills = today.plus(Duration.ofDays(10)).toString();
        await(() -> pools("ca")
                .body("items.name", contains("fills", "still"))
                .body("items.allocatedBytes", contains(800, 500))
                .body("items.state", contains("FILLING", "OK"))
                .body("items.outlook", contains("FILLS", "STEADY"))
                .body("items[0].fillsAt.early", is(fills))
                .body("items[0].fillsAt.likely", is(fills))
                .body("items[0].fillsAt.late", is(fills))
                .body("items[0].since", notNullValue())
                .body("items[0].healthSince", notNullValue())
                .body("items[1].fillsAt", nullValue()));
        await(() -> given().get("/metrics")
                .then()
                .body(containsString("brigade_zfs_pool_fills_seconds{node=\"ca\",pool=\"fills\"}"))
                .body(not(containsString("brigade_zfs_pool_fills_seconds{node=\"ca\",pool=\"still\"}")))
                .body(containsString("brigade_zfs_pool_allocated_bytes{node=\"ca\",pool=\"fills\"} 800.0")));
        List<Integer> levels = levels("ca", "fills", "");
        assertThat(levels).hasSize(41).startsWith(400).endsWith(800);
        await(() -> assertThat(changes("ca", "fills")).last().isEqualTo("FILLING ONLINE"));

        sent.forEach(bus::send);
        bus.send(fact("ca", today.plusSeconds(1), allocated(910)));
        await(() -> assertThat(changes("ca", "fills")).last().isEqualTo("FULL ONLINE"));

        assertThat(changes("ca", "fills")).containsOnlyOnce("FILLING ONLINE");
        assertThat(changes("ca", "still")).containsExactly("OK ONLINE", "gone");
        assertThat(levels("ca", "fills", "")).hasSize(41).startsWith(400).endsWith(910);
    }

    @Test
    void ofEachHourAndLaterOfEachDayTheHighestLevelIsKept() {
        bus.enrol("cb");
        Instant old = ago(15).truncatedTo(ChronoUnit.DAYS);
        bus.send(fact("cb", ago(800), allocated(10)));
        bus.send(fact("cb", old.plusSeconds(3600), allocated(100)));
        bus.send(fact("cb", old.plusSeconds(7200), allocated(300)));
        bus.send(fact("cb", old.plusSeconds(9000), allocated(200)));
        bus.send(fact("cb", today.minusSeconds(3600), allocated(400)));
        bus.send(fact("cb", today.minusSeconds(1800), allocated(600)));
        bus.send(fact("cb", today.minusSeconds(1700), allocated(500)));
        await(() -> assertThat(levels("cb", "fills", "")).containsExactly(300, 600));

        bus.send(fact("cb", today, allocated(450)));
        await(() -> assertThat(levels("cb", "fills", "")).containsExactly(300, 600, 450));
        assertThat(levels("cb", "fills", "?since=" + today.minusSeconds(2000))).containsExactly(600, 450);
        history("cb", "fills", "?since=" + today.plusSeconds(9)).statusCode(200).body("items", empty());
        assertThat(levels("cb", "fills", "?since=" + Instant.MIN)).containsExactly(300, 600, 450);
        SnapshotLab.as("viewer")
                .queryParam("since", Instant.MAX.toString())
                .get("/pools/cb/fills/history")
                .then()
                .statusCode(200)
                .body("items", empty());
        history("cb", "fills", "?since=yesterday").statusCode(400).body("errors[0].field", is("since"));
        history("cb", "other", "").statusCode(404).contentType("application/problem+json");
        given().get("/pools/cb/fills/history").then().statusCode(401);
    }

    @Test
    void aFailingDiskOfAPoolThatIsOnlineIsToldOf() {
        bus.enrol("ce");
        Instant scrubbed = today.minus(Duration.ofDays(9));
        bus.send(fact("ce", today.minusSeconds(9), allocated(100)));
        await(() -> assertThat(changes("ce", "fills")).containsExactly("OK ONLINE"));
        pools("ce").body("items[0].status", nullValue());
        Device failing = new Device("sdb", "ONLINE", 1, 0, 161);
        PoolStatusFact told =
                new PoolStatusFact(List.of(new PoolStatus("fills", "ONLINE", scrubbed, 0L, List.of(failing))));
        bus.fact("ce", told);

        await(() -> assertThat(changes("ce", "fills")).containsExactly("OK ONLINE", "OK ONLINE [sdb]"));
        pools("ce")
                .body("items[0].status.devices.checksumErrors", contains(161))
                .body("items[0].status.scrubbedAt", is(scrubbed.toString()))
                .body("items[0].status.dataErrors", is(0));
        await(() -> given().get("/metrics")
                .then()
                .body(containsString("brigade_zfs_pool_errors{node=\"ce\",pool=\"fills\"} 162.0"))
                .body(containsString("brigade_zfs_pool_scrubbed_seconds{node=\"ce\",pool=\"fills\"} 7")));

        bus.tombstone("ce", told);
        await(() -> assertThat(changes("ce", "fills")).last().isEqualTo("OK ONLINE"));
    }

    @Test
    void theLastScrubStaysKnownWhileAnotherRunsUnlessThePoolIsAnother() {
        bus.enrol("cf");
        Instant scrubbed = today.minus(Duration.ofDays(50));
        bus.send(fact("cf", today.minusSeconds(9), allocated(100)));
        await(() -> assertThat(changes("cf", "fills")).containsExactly("OK ONLINE"));
        bus.fact("cf", new PoolStatusFact(List.of(new PoolStatus("fills", "ONLINE", scrubbed, 0L, List.of()))));
        await(() -> assertThat(changes("cf", "fills")).containsExactly("OK ONLINE", "OK ONLINE unscrubbed"));

        bus.fact("cf", new PoolStatusFact(List.of(new PoolStatus("fills", "ONLINE", null, 3L, List.of()))));
        await(() -> pools("cf")
                .body("items[0].status.dataErrors", is(3))
                .body("items[0].status.scrubbedAt", is(scrubbed.toString())));

        bus.send(fact("cf", today.minusSeconds(8), new Pool("fills", "8", "ONLINE", 1000, 100, 900, 3)));
        await(() -> pools("cf").body("items[0].guid", is("8")));
        bus.fact("cf", new PoolStatusFact(List.of(new PoolStatus("fills", "ONLINE", null, 0L, List.of()))));
        await(() ->
                pools("cf").body("items[0].status.dataErrors", is(0)).body("items[0].status.scrubbedAt", nullValue()));
    }

    @Test
    void aMachineThatFellSilentLongAgoKeepsItsDay() {
        bus.enrol("cd");
        for (int day = 400; day >= 380; day--) {
            bus.send(fact("cd", ago(day), allocated(700 - day)));
        }

        String fills = ago(380).plus(Duration.ofDays(580)).toString();
        await(() -> pools("cd").body("items.state", contains("OK")).body("items[0].fillsAt.likely", is(fills)));
    }

    @Test
    void aPoolThatIsNotWellAndThenNotThereIsToldOf() {
        bus.enrol("cc");
        bus.send(fact("cc", today.minusSeconds(9), allocated(100)));
        await(() -> assertThat(changes("cc", "fills")).containsExactly("OK ONLINE"));
        bus.send(fact("cc", today.minusSeconds(8), new Pool("fills", "7", "FAULTED", 0, 0, 0, 0)));
        await(() -> assertThat(changes("cc", "fills")).containsExactly("OK ONLINE", "OK FAULTED"));
        pools("cc").body("items", hasSize(1)).body("items[0].outlook", is("TOO_SHORT"));
        bus.send(fact("cc", today.minusSeconds(7)));

        await(() -> assertThat(changes("cc", "fills")).containsExactly("OK ONLINE", "OK FAULTED", "gone"));
        pools("cc").body("items", empty());
        assertThat(levels("cc", "fills", "")).containsExactly(100);
    }

    private Instant ago(int days) {
        return today.minus(Duration.ofDays(days));
    }

    private static Pool allocated(long bytes) {
        return new Pool(FILLS.name(), FILLS.guid(), FILLS.health(), FILLS.sizeBytes(), bytes, 1000 - bytes, 3);
    }

    private WireRecord fact(String node, Instant at, Pool... pools) {
        PoolsFact fact = new PoolsFact(List.of(pools));
        EventType type = EventType.of(fact);
        Envelope envelope = new Envelope(
                UUID.randomUUID().toString(), Source.ofNode(node), type.id(), at, node, null, Trace.NONE, null);
        return Codec.encode(Topic.FACTS.topicName(), node + "/" + type.kind(), fact, envelope, bus.nodeSigner(node));
    }

    private Stream<PoolChanged> events() {
        return bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(sent -> Codec.decode(sent, Message.class).message())
                .filter(PoolChanged.class::isInstance)
                .map(PoolChanged.class::cast);
    }

    /** What each event says the pool is now. */
    private List<String> changes(String node, String pool) {
        return events().filter(
                        event -> event.node().equals(node) && event.pool().equals(pool))
                .map(event -> words(event.after()))
                .toList();
    }

    private static String words(PoolStanding standing) {
        if (standing == null) {
            return "gone";
        }
        String devices = standing.devices().isEmpty() ? "" : " " + standing.devices();
        return standing.space() + " " + standing.health() + devices + (standing.unscrubbed() ? " unscrubbed" : "");
    }

    private static List<Integer> levels(String node, String pool, String query) {
        return history(node, pool, query).statusCode(200).extract().path("items.allocatedBytes");
    }

    private static ValidatableResponse history(String node, String pool, String query) {
        return SnapshotLab.as("viewer")
                .get("/pools/" + node + "/" + pool + "/history" + query)
                .then();
    }

    private static ValidatableResponse pools(String node) {
        return SnapshotLab.as("viewer").get("/pools?node=" + node).then().statusCode(200);
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }
}
