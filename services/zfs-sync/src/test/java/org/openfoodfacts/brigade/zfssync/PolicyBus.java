package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A fleet whose nodes' policies are declared and whose facts are told on the bus, and what comes of it. */
abstract class PolicyBus {
    final TestBus bus = new TestBus();
    List<DeclaredPolicy> beyondSanoid = List.of();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    FollowPolicies awaitOrder(String node, Predicate<FollowPolicies> condition) {
        return bus.await(Topic.orders(node), FollowPolicies.class, decoded -> condition.test(decoded.message()))
                .message();
    }

    void declare(String sanoid, String pulls, String... managed) {
        declareOf("na", sanoid, "nb", pulls, managed);
    }

    void declareOf(String node, String sanoid, String puller, String pulls, String... managed) {
        declareOf(List.of(node, puller), node, sanoid, puller, pulls, managed);
    }

    /** {@code node} follows its policies, {@code puller} pulls; both may be the same. */
    void declareOf(List<String> all, String node, String sanoid, String puller, String pulls, String... managed) {
        List<DeclaredNode> nodes = all.stream()
                .map(name -> new DeclaredNode(name, "host", "north", null, null, List.of(), List.of(), null))
                .toList();
        List<DeclaredFile> files = List.of(
                new DeclaredFile(node, "confs/" + node + "/sanoid/sanoid.conf", sanoid),
                new DeclaredFile(puller, "confs/" + puller + "/sanoid/syncoid-args.conf", pulls));
        declare(
                nodes,
                files,
                List.of(new DeclaredZfs(
                        node, List.of(managed), List.of(), List.of(), List.of(), List.of(), beyondSanoid)));
    }

    /** The fleet without any of its nodes. */
    void declareNothing() {
        declare(List.of(), List.of(), List.of());
    }

    private void declare(List<DeclaredNode> nodes, List<DeclaredFile> files, List<DeclaredZfs> zfs) {
        FleetDeclared fleet =
                new FleetDeclared("policies", "r", "c", nodes, List.of(), List.of(), List.of(), files, zfs);
        bus.sendAs(Service.INVENTORY, Topic.FLEET.topicName(), "policies", fleet);
    }

    void datasets(String node, String... names) {
        bus.fact(
                node,
                new DatasetsFact(Stream.of(names)
                        .map(name -> new Dataset(name, "9" + name.hashCode(), "filesystem", 10, 20, 5, null, null))
                        .toList()));
    }

    void snapshots(String node, String dataset, String name, String guid) {
        Snapshot snapshot = new Snapshot(
                name, guid, Long.parseLong(guid), Instant.now().minusSeconds(60), 10, List.of(), List.of(), null);
        bus.fact(node, new SnapshotsFact(dataset, List.of(snapshot), List.of()));
    }

    /** The events of its policies, in words. */
    List<String> told(String node) {
        return bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(record -> Codec.decode(record, Event.class))
                .filter(decoded -> node.equals(decoded.envelope().node()))
                .map(decoded -> text(decoded.message()))
                .toList();
    }

    private static String text(Event event) {
        return switch (event) {
            case ZfsEvent.PolicyFailed e -> "failed " + e.dataset() + ": " + e.problem();
            case ZfsEvent.PolicyRecovered e -> "recovered " + e.dataset();
            default -> event.toString();
        };
    }

    static ValidatableResponse policies(String query) {
        return viewer().get("/policies?" + query).then().statusCode(200);
    }

    static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }

    static RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.token("viewer"));
    }
}
