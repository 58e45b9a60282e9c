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
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PairChanged;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** From the declared pulls and the facts of both ends to the lag of each pair. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PairsIT {
    private static final String FILE = file("pb");

    private final Instant now = Instant.now();
    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aRecursivePullIsAPairPerDatasetWithTheLagOfEach() {
        bus.enrol("pa");
        bus.enrol("pb");
        datasets("pa", "tank/off", "tank/off/img", "tank/off/tmp", "tank/offside");
        datasets("pb", "copy/off", "copy/off/img");
        snapshots("pa", "tank/off", "1", "2", "3");
        snapshots("pb", "copy/off", "1", "2");
        snapshots("pa", "tank/off/img", "30");
        snapshots("pb", "copy/off/img", "11");
        snapshots("pa", "tank/off/tmp", "20");
        declare("--recursive --exclude=tmp$ op@192.0.2.1:tank/off copy/off\nop@pa:tank/gone copy/gone\n");

        await(() -> pairs("node=pb")
                .body("items.target.dataset", contains("copy/gone", "copy/off", "copy/off/img"))
                .body("items.state", contains("SOURCE_MISSING", "CURRENT", "NO_COMMON_SNAPSHOT"))
                .body("items[1].common.snapshot", is("s2"))
                .body("items[1].snapshotsBehind", is(1))
                .body("items.goal", contains("PT7H", "PT2H", "PT2H"))
                .body("items[2].lag", nullValue())
                .body("items[2].snapshotsBehind", nullValue())
                .body("items[1].declared.file", is(FILE))
                .body("items[1].declared.line", is(1)));
        String next = pairs("limit=1").body("items", hasSize(1)).extract().path("next");
        viewer().queryParam("after", next)
                .get("/pairs")
                .then()
                .body("items.target.dataset", contains("copy/off", "copy/off/img"));
        pairs("state=CURRENT").body("items.source.dataset", contains("tank/off"));
        viewer().get("/pairs?state=FINE")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("state"))
                .body("detail", containsString("CURRENT"));
        viewer().get("/pairs/problems").then().body("items", empty());
        given().get("/pairs").then().statusCode(401);
    }

    @Test
    void theNewestFleetReplacesWhatWasDeclaredAndSaysWhatIsWrong() {
        declare("op@pa:tank/one copy/one\n");
        await(() -> pairs("limit=9").body("items.target.dataset", contains("copy/one")));

        declare("op@203.0.113.7:tank/two copy/two\n");

        await(() -> pairs("limit=9")
                .body("items.target.dataset", contains("copy/two"))
                .body("items[0].state", is("SOURCE_UNKNOWN")));
        viewer().get("/pairs/problems")
                .then()
                .body("items", hasSize(1))
                .body("items[0].file", is(FILE))
                .body("items[0].line", is(1))
                .body("items[0].what", containsString("203.0.113.7"));
        bus.sendAs(Service.INVENTORY, Topic.FLEET.topicName(), "pairs", fleet("pa", "pb", "a\0b c"));
        bus.await(
                Topic.FLEET.deadLetters(),
                FleetDeclared.class,
                dead -> dead.key().equals("pairs"));
        pairs("limit=9").body("items.target.dataset", contains("copy/two"));
    }

    @Test
    void aPairSpeaksUpWhenItsStateChangesAndIsMeasured() {
        bus.enrol("pc");
        bus.enrol("pd");
        bus.fact("pc", new PoolsFact(List.of(new Pool("tank", "7", "ONLINE", 4000, 1000, 3000, 0))));
        datasets("pc", "tank/ev");
        datasets("pd", "copy");
        snapshots("pc", "tank/ev", "1", "2");
        declare("pc", "pd", "op@pc:tank/ev copy/ev\n");
        await(() -> assertThat(changes()).last().extracting(PairChanged::after).isEqualTo("NOT_RUN"));
        datasets("pd", "copy/ev");
        snapshots("pd", "copy/ev", "1");

        await(() -> {
            PairChanged last = changes().getLast();
            assertThat(last.before()).isEqualTo("NOT_RUN");
            assertThat(last.after()).isEqualTo("CURRENT");
            assertThat(last.source().node()).isEqualTo("pc");
            assertThat(last.lag().snapshot()).isEqualTo("s1");
            assertThat(last.declared()).isEqualTo(file("pd") + ":1");
        });
        await(() -> pairs("node=pd")
                .body("items.since", contains(notNullValue()))
                .body("items.lastSuccess", contains(notNullValue()))
                .body("items.source.observedAt", contains(notNullValue()))
                .body("items.target.observedAt", contains(notNullValue())));
        String tags = "{dataset=\"copy/ev\",source_node=\"pc\",";
        await(() -> given().get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("brigade_zfs_pair_state" + tags + "state=\"CURRENT\",target_node=\"pd\"} 1.0"))
                .body(containsString("brigade_zfs_pair_goal_seconds" + tags + "target_node=\"pd\"} 25200.0"))
                .body(containsString("brigade_zfs_pair_lag_seconds" + tags))
                .body(containsString("brigade_zfs_pool_size_bytes{node=\"pc\",pool=\"tank\"} 4000.0"))
                .body(containsString("brigade_zfs_pool_allocated_bytes{node=\"pc\",pool=\"tank\"} 1000.0"))
                .body(containsString("brigade_zfs_pool_free_bytes{node=\"pc\",pool=\"tank\"} 3000.0"))
                .body(not(containsString("NOT_RUN"))));
        for (int i = 1; i < changes().size(); i++) {
            assertThat(changes().get(i).before()).isEqualTo(changes().get(i - 1).after());
        }
    }

    private List<PairChanged> changes() {
        return bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(sent -> Codec.decode(sent, Message.class).message())
                .filter(PairChanged.class::isInstance)
                .map(PairChanged.class::cast)
                .filter(event -> event.copy().dataset().equals("copy/ev"))
                .toList();
    }

    private void declare(String pulls) {
        declare("pa", "pb", pulls);
    }

    private void declare(String source, String puller, String pulls) {
        bus.sendAs(Service.INVENTORY, Topic.FLEET.topicName(), "pairs", fleet(source, puller, pulls));
    }

    private static String file(String puller) {
        return "confs/" + puller + "/sanoid/syncoid-args.conf";
    }

    private static FleetDeclared fleet(String source, String puller, String pulls) {
        List<DeclaredNode> nodes = List.of(
                new DeclaredNode(source, "host", "north", null, null, List.of(), List.of("192.0.2.1"), null),
                new DeclaredNode(puller, "host", "south", null, null, List.of(), List.of("192.0.2.2"), null));
        List<DeclaredFile> files = List.of(new DeclaredFile(puller, file(puller), pulls));
        DeclaredCopy expected = new DeclaredCopy("copy/off", Duration.ofHours(2), null, null, null);
        DeclaredZfs zfs =
                new DeclaredZfs("pb", List.of(), List.of(), List.of(), List.of(), List.of(expected), List.of());
        return new FleetDeclared("pairs", "r", "c", nodes, List.of(), List.of(), List.of(), files, List.of(zfs));
    }

    private void datasets(String node, String... names) {
        bus.fact(
                node,
                new DatasetsFact(Stream.of(names)
                        .map(name -> new Dataset(name, "9" + name.hashCode(), "filesystem", 10, 20, 5, null, null))
                        .toList()));
    }

    /** Each number is a snapshot's name, guid and transaction group, taken as many seconds ago as it is below 1000. */
    private void snapshots(String node, String dataset, String... numbers) {
        bus.fact(
                node,
                new SnapshotsFact(
                        dataset, Stream.of(numbers).map(this::snapshot).toList(), List.of()));
    }

    private Snapshot snapshot(String number) {
        int txg = Integer.parseInt(number);
        return new Snapshot("s" + number, number, txg, now.minusSeconds(1000L - txg), 10, List.of(), List.of(), null);
    }

    private static ValidatableResponse pairs(String query) {
        return viewer().get("/pairs?" + query).then().statusCode(200);
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }

    private static RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.token("viewer"));
    }
}
