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
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredKept;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** From a sanoid.conf and what is managed of it to the order of the node, and from what its agent says to events. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PoliciesIT extends PolicyBus {
    @Inject
    DataSource database;

    private static final String CONF = """
            [tank/off]
            recursive = yes
            hourly = 36
            [tank/logs]
            daily = 9
            """;

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
    void whatTheFleetFileSaysBeyondSanoidIsOrderedAndShown() {
        bus.enrol("nh");
        datasets("nh", "tank/off", "tank/off/img");
        DeclaredKept weeks = new DeclaredKept(null, null, null, 5, null, null, List.of(SnapshotKind.WEEKLY));
        DeclaredKept fewer = new DeclaredKept(null, 2, null, null, null, null, List.of());
        beyondSanoid = List.of(new DeclaredPolicy("tank/off", weeks, fewer, 17));
        declareOf("nh", CONF, "nowhere", "", "tank/off");

        FollowPolicies order = awaitOrder("nh", o -> o.datasets().size() == 2);

        assertThat(order.datasets().getFirst().policy().counts().weekly()).isEqualTo(5);
        assertThat(order.datasets().getFirst().policy().holds()).containsExactly(SnapshotKind.WEEKLY);
        assertThat(order.datasets().getLast().policy().counts().hourly()).isEqualTo(2);
        policies("node=nh")
                .body("items[0].declared.file", is("fleet.yaml"))
                .body("items[0].declared.line", is(17))
                .body("items[0].policy.holds", contains("WEEKLY"));
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

        await(() -> assertThat(told("nd"))
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
        await(() ->
                assertThat(told("nd")).containsOnlyOnce("failed tank/logs: zfs snapshot tank/logs@x: out of space"));
        run("nd", order, null);
        await(() -> assertThat(told("nd")).containsOnlyOnce("recovered tank/logs"));

        declareOf("nd", CONF, "nb", "", "tank/off");
        await(() -> assertThat(told("nd")).containsOnlyOnce("recovered tank/off", "recovered tank"));
        assertThat(told("nd")).filteredOn(text -> text.startsWith("failed")).hasSize(3);
    }

    /** sanoid would end at once; to go on with its defaults would destroy what the file keeps. */
    @Test
    void aFileThatSanoidRefusesIsToldAndWhatWasOrderedBeforeStays() {
        bus.enrol("ng");
        datasets("ng", "tank/off");
        declareOf("ng", "[tank/off]\ndaily = 365\n", "nb", "", "tank/off");
        FollowPolicies before = awaitOrder("ng", _ -> true);

        declareOf("ng", "[tank/off]\ndailly = 365\n", "nb", "", "tank/off");

        await(
                () -> assertThat(told("ng"))
                        .containsExactly(
                                "failed tank/off: confs/ng/sanoid/sanoid.conf:2: sanoid does not know this key and ends at once,"
                                        + " so no snapshot is taken or pruned; did you mean 'daily'? (until then it is kept as before)"));
        policies("node=ng")
                .body("items[0].policy.counts.daily", is(365))
                .body("items[0].objection", containsString("sanoid.conf:2"));
        assertThat(bus.all(Topic.orders("ng"))).hasSize(1);

        declareOf("ng", "[tank/off]\ndaily = 30\n", "nb", "", "tank/off");
        FollowPolicies mended = awaitOrder("ng", o -> o.generation() > before.generation());
        assertThat(mended.datasets().getFirst().policy().counts().daily()).isEqualTo(30);
        await(() -> assertThat(told("ng")).contains("recovered tank/off"));
    }

    /** What its copies go on from changes, and its agent would destroy by what they needed once. */
    @Test
    void aNodeOfWhichNothingIsDeclaredAnyMoreIsOrderedNothingOnce() {
        bus.enrol("ni");
        datasets("ni", "tank/off", "tank/logs");
        declareOf("ni", CONF, "nb", "", "tank");
        FollowPolicies before = awaitOrder("ni", o -> o.datasets().size() == 2);
        await(() -> assertThat(told("ni")).contains("failed tank: the node has no such dataset"));

        declareNothing();

        FollowPolicies nothing = awaitOrder("ni", o -> o.generation() > before.generation());
        assertThat(nothing.datasets()).isEmpty();
        await(() -> assertThat(told("ni")).contains("recovered tank"));
        declareOf("ni", CONF, "nb", "", "tank/logs");
        awaitOrder("ni", o -> o.datasets().size() == 1);
        assertThat(bus.all(Topic.orders("ni"))).hasSize(3);
    }

    /** As of one whose disk is full: its rounds by the order before are good. */
    @Test
    void anOrderThatTheAgentDoesNotTakeIsToldHoweverManyComeAfterIt() throws SQLException {
        bus.enrol("nm");
        datasets("nm", "tank/logs");
        declareOf("nm", "[tank/logs]\ndaily = 30\n", "nb", "", "tank/logs");
        FollowPolicies taken = awaitOrder("nm", _ -> true);
        run("nm", taken, null);
        await(() -> policies("node=nm").body("items[0].following.followed", is(taken.generation())));
        declareOf("nm", "[tank/logs]\ndaily = 31\n", "nb", "", "tank/logs");
        FollowPolicies waiting = awaitOrder("nm", o -> o.generation() > taken.generation());
        assertThat(told("nm")).isEmpty();

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update policy_order set since = since - interval '41 minutes' where node = 'nm'");
        }

        await(() -> assertThat(told("nm"))
                .singleElement()
                .asString()
                .startsWith("failed tank/logs: its agent has not taken the order of "));
        declareOf("nm", "[tank/logs]\ndaily = 32\n", "nb", "", "tank/logs");
        FollowPolicies last = awaitOrder("nm", o -> o.generation() > waiting.generation());
        run("nm", waiting, null);
        await(() -> policies("node=nm").body("items[0].following.followed", is(waiting.generation())));
        assertThat(told("nm")).hasSize(1);
        run("nm", last, null);
        await(() -> assertThat(told("nm")).contains("recovered tank/logs").hasSize(2));
    }

    private void run(String node, FollowPolicies order, String problem) {
        PolicyRun run = new PolicyRun("tank/logs", List.of("autosnap_x_daily"), 0, 0, 0, problem);
        bus.fact(node, new PoliciesFact(order.generation(), Instant.now(), List.of(run), null));
    }
}
