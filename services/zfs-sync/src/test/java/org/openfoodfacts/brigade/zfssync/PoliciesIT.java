package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** From a sanoid.conf and what is managed of it to the order of the node, and from what its agent says to events. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PoliciesIT {
    private static final String CONF = """
            [tank/off]
            recursive = yes
            hourly = 36
            [tank/logs]
            daily = 9
            """;

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void whatIsManagedIsOrderedWithWhatItsCopiesNeedAndTheRestIsOnlyWatched() {
        bus.enrol("na");
        bus.enrol("nb");
        datasets("na", "tank", "tank/off", "tank/off/img", "tank/logs");
        datasets("nb", "copy/off");
        snapshots("na", "tank/off", "autosnap_1_hourly", "77");
        snapshots("nb", "copy/off", "autosnap_1_hourly", "77");
        declare(CONF, "op@na:tank/off copy/off\nop@na:tank/off/img copy/img\n", "tank/off");

        FollowPolicies order = awaitOrder(
                "na",
                o -> o.datasets().stream()
                        .anyMatch(managed -> !managed.protections().isEmpty()));

        assertThat(order.zone()).isEqualTo("UTC");
        assertThat(order.datasets()).extracting(ManagedDataset::dataset).containsExactly("tank/off", "tank/off/img");
        ManagedDataset off = order.datasets().getFirst();
        assertThat(off.policy().counts().hourly()).isEqualTo(36);
        assertThat(off.protections())
                .containsExactly(new Protection("77", Protection.Reason.LAST_COMMON, "nb copy/off"));
        assertThat(off.keepAll()).isNull();
        await(() -> policies("node=na")
                .body("items.dataset", contains("tank/logs", "tank/off", "tank/off/img"))
                .body("items.mode", contains("OBSERVE", "MANAGE", "MANAGE"))
                .body("items[0].following", nullValue())
                .body("items[0].declared.line", is(4))
                .body("items[1].following.ordered", is(order.generation()))
                .body("items[1].policy.counts.hourly", is(36)));
        policies("mode=OBSERVE&limit=1").body("items.dataset", contains("tank/logs"));
        given().get("/policies").then().statusCode(401);

        snapshots("nb", "copy/off", "autosnap_2_hourly", "78");
        snapshots("na", "tank/off", "autosnap_2_hourly", "78");
        FollowPolicies next = awaitOrder(
                "na",
                o -> o.datasets().getFirst().protections().stream()
                        .anyMatch(protection -> protection.guid().equals("78")));
        assertThat(next.generation()).isGreaterThan(order.generation());

        declare(CONF, "", "tank/logs");
        FollowPolicies last = awaitOrder("na", o -> o.datasets().size() == 1);
        assertThat(last.datasets().getFirst().dataset()).isEqualTo("tank/logs");
    }

    @Test
    void wherePullersWereNeverSeenNothingIsDestroyed() {
        bus.enrol("nc");
        datasets("nc", "tank/off");
        declareOf("nc", CONF, "nowhere", "op@nc:tank/off copy/off\n", "tank/off");

        FollowPolicies order = awaitOrder("nc", _ -> true);

        assertThat(order.datasets().getFirst().keepAll()).contains("nowhere was never seen");
    }

    @Test
    void aPolicyThatCannotBeFollowedAndOneThatIsNotFollowedAreEachToldOnceUntilTheyAre() {
        bus.enrol("nd");
        datasets("nd", "tank/off", "tank/logs");
        declareOf("nd", "[tank/off]\nhourly_min = 99\n[tank/logs]\n", "nb", "", "tank");

        await(() -> assertThat(troubles("nd"))
                .extracting(PoliciesIT::text)
                .contains("failed tank/off: confs/nd/sanoid/sanoid.conf:2: hourly_min = 99: it is not between 0 and 59")
                .anyMatch(text -> text.startsWith("failed tank: the node has no such dataset")));
        await(() ->
                given().get("/metrics").then().body(containsString("brigade_zfs_policy_troubles{node=\"nd\"} 2.0")));
        FollowPolicies order = awaitOrder("nd", _ -> true);
        assertThat(order.datasets()).extracting(ManagedDataset::dataset).containsExactly("tank/logs");

        run("nd", order, "zfs snapshot tank/logs@x: out of space");
        await(() -> policies("node=nd&mode=MANAGE")
                .body("items[1].following.followed", is(order.generation()))
                .body("items[1].following.run.taken", hasSize(1))
                .body("items[1].following.problem", containsString("out of space")));
        await(() -> assertThat(troubles("nd"))
                .extracting(PoliciesIT::text)
                .containsOnlyOnce("failed tank/logs: zfs snapshot tank/logs@x: out of space"));
        run("nd", order, null);
        await(() -> assertThat(troubles("nd")).extracting(PoliciesIT::text).containsOnlyOnce("recovered tank/logs"));

        declareOf("nd", CONF, "nb", "", "tank/off");
        await(() -> assertThat(troubles("nd"))
                .extracting(PoliciesIT::text)
                .containsOnlyOnce("recovered tank/off", "recovered tank"));
        assertThat(troubles("nd"))
                .filteredOn(ZfsEvent.PolicyFailed.class::isInstance)
                .hasSize(3);
    }

    @Test
    void aChangeIsSimulatedBeforeAnybodyMakesIt() {
        bus.enrol("ne");
        datasets("ne", "tank/off", "tank/logs");
        Instant old = Instant.now().minus(Duration.ofDays(10));
        bus.fact(
                "ne",
                new SnapshotsFact(
                        "tank/off",
                        Stream.of("31", "32", "33")
                                .map(guid -> new Snapshot(
                                        "autosnap_" + guid + "_daily",
                                        guid,
                                        Long.parseLong(guid),
                                        old,
                                        50,
                                        guid.equals("31") ? List.of("keep") : List.of(),
                                        List.of(),
                                        null))
                                .toList(),
                        List.of()));
        declareOf("ne", "[tank/off]\ndaily = 30\n", "nb", "");
        await(() -> policies("node=ne").body("items.dataset", contains("tank/off")));
        await(() -> viewer().get("/datasets/ne/tank/off").then().body("snapshots.items", hasSize(3)));

        simulate("ne", "tank", "[tank/off]\ndaily = 1\nhourly_min = 5\n[tank/logs]\nhourly_min = 77\n")
                .statusCode(200)
                .body("datasets.dataset", contains("tank/logs", "tank/off"))
                .body("datasets[0].objection", containsString("sanoidConf:5: hourly_min = 77"))
                .body("datasets[1].destroyed.names", contains("autosnap_32_daily"))
                .body("datasets[1].onlyByChange.count", is(1))
                .body("datasets[1].spared[0].because[0].by", is("keep"))
                .body("datasets[1].held.DAILY", is(Map.of("now", 3, "before", 30, "after", 1)))
                .body("pools", contains(Map.of("pool", "tank", "destroyed", 1, "onlyByChange", 1, "freedAtLeast", 50)));
        simulate("ne", null, "[tank/off]\n").statusCode(200).body("datasets[0].onlyByChange.count", is(0));
        simulate("ne", null, "no section = 1\n").statusCode(400).body("detail", containsString("line 1"));
        simulate("ne", "tank/none", "[tank/off]\n").statusCode(404);
        simulate("nowhere", null, "[tank/off]\n").statusCode(404);
        simulate("ne", null, null).statusCode(400).body("errors[0].field", is("sanoidConf"));
    }

    private static ValidatableResponse simulate(String node, String dataset, String sanoidConf) {
        Map<String, String> body = new HashMap<>(Map.of("node", node));
        body.put("dataset", dataset);
        body.put("sanoidConf", sanoidConf);
        return viewer().contentType("application/json")
                .body(body)
                .post("/policies/simulate")
                .then();
    }

    private void run(String node, FollowPolicies order, String problem) {
        PolicyRun run = new PolicyRun("tank/logs", List.of("autosnap_x_daily"), 0, 0, 0, problem);
        bus.fact(node, new PoliciesFact(order.generation(), Instant.now(), List.of(run), null));
    }

    private List<Event> troubles(String node) {
        return bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(record -> Codec.decode(record, Event.class))
                .filter(decoded -> node.equals(decoded.envelope().node()))
                .map(Decoded::message)
                .toList();
    }

    private static String text(Event event) {
        return switch (event) {
            case ZfsEvent.PolicyFailed e -> "failed " + e.dataset() + ": " + e.problem();
            case ZfsEvent.PolicyRecovered e -> "recovered " + e.dataset();
            default -> event.toString();
        };
    }

    private FollowPolicies awaitOrder(String node, Predicate<FollowPolicies> condition) {
        return bus.await(Topic.orders(node), FollowPolicies.class, decoded -> condition.test(decoded.message()))
                .message();
    }

    private void declare(String sanoid, String pulls, String... managed) {
        declareOf("na", sanoid, "nb", pulls, managed);
    }

    private void declareOf(String node, String sanoid, String puller, String pulls, String... managed) {
        List<DeclaredNode> nodes = Stream.of(node, puller)
                .map(name -> new DeclaredNode(name, "host", "north", null, null, List.of(), List.of(), null))
                .toList();
        List<DeclaredFile> files = List.of(
                new DeclaredFile(node, "confs/" + node + "/sanoid/sanoid.conf", sanoid),
                new DeclaredFile(puller, "confs/" + puller + "/sanoid/syncoid-args.conf", pulls));
        FleetDeclared fleet = new FleetDeclared(
                "policies",
                "r",
                "c",
                nodes,
                List.of(),
                List.of(),
                List.of(),
                files,
                List.of(new DeclaredZfs(node, List.of(managed), List.of(), List.of(), List.of())));
        bus.sendAs(Service.INVENTORY, Topic.FLEET.topicName(), "policies", fleet);
    }

    private void datasets(String node, String... names) {
        bus.fact(
                node,
                new DatasetsFact(Stream.of(names)
                        .map(name -> new Dataset(name, "9" + name.hashCode(), "filesystem", 10, 20, 5, null, null))
                        .toList()));
    }

    private void snapshots(String node, String dataset, String name, String guid) {
        Snapshot snapshot = new Snapshot(
                name, guid, Long.parseLong(guid), Instant.now().minusSeconds(60), 10, List.of(), List.of(), null);
        bus.fact(node, new SnapshotsFact(dataset, List.of(snapshot), List.of()));
    }

    private static ValidatableResponse policies(String query) {
        return viewer().get("/policies?" + query).then().statusCode(200);
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(check);
    }

    private static RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.token("viewer"));
    }
}
