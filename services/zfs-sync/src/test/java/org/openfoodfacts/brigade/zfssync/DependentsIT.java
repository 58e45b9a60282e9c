package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** From facts and the declared fleet to everything that hangs on a dataset. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class DependentsIT {
    private static final String OFF = "/datasets/qa/tank/off/dependents";
    private static final String SANOID = "confs/qa/sanoid/sanoid.conf";
    private static final String PULLS = "confs/qb/sanoid/syncoid-args.conf";
    /** A fact of a node's datasets is one record, and Kafka takes a million bytes. */
    private static final int MANY = 9_000;

    private static final String GUEST = "confs/qa/pve/lxc_113.conf";

    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void everythingThatHangsOnADatasetAndItsChildrenIsToldWithItsPlace() {
        facts("qa");
        declare(List.of(new DeclaredZfs(
                "qa",
                List.of("tank/off"),
                List.of(),
                List.of(
                        new DeclaredMount("shop", "mp0", "/tank/off/img", null, "/mnt/img", GUEST, 4),
                        new DeclaredMount("shop", "rootfs", "hdd:x", "tank/offside", "/", GUEST, 6)),
                List.of(new DeclaredExport("/tank/off", List.of("192.0.2.9(ro)"), "confs/qa/exports", 1)))));

        await(() -> get(OFF + "?change=destroy")
                .statusCode(200)
                .body("change", is("DESTROY"))
                .body("forbidden", is(true))
                .body(
                        "dependents.collect { it.kind + ' ' + it.dataset + ' ' + it.name }",
                        contains(
                                "PAIR_SOURCE tank/off qb:copy/off",
                                "POLICY tank/off [tank/off] use_template = production",
                                "POLICY tank/off zfs.manage: tank/off",
                                "EXPORT tank/off /tank/off for 192.0.2.9(ro)",
                                "CHILD tank/off/dependents tank/off/dependents",
                                "PAIR_SOURCE tank/off/dependents qb:copy/off/dependents",
                                "CHILD tank/off/img tank/off/img",
                                "CLONE tank/off/img tank/staging",
                                "HOLD tank/off/img tank/off/img@s1",
                                "PAIR_SOURCE tank/off/img qb:copy/off/img",
                                "MOUNT tank/off/img shop mp0 at /mnt/img"))
                .body("dependents.findAll { !it.forbids }.kind.unique()", contains("POLICY", "CHILD"))
                .body("dependents.find { it.kind == 'MOUNT' }.place.file", is(GUEST))
                .body("dependents.find { it.kind == 'MOUNT' }.place.line", is(4))
                .body("dependents.find { it.kind == 'CLONE' }.place.node", is("qa"))
                .body("dependents.find { it.kind == 'CLONE' }.place.path", is("tank/staging"))
                .body("dependents.find { it.kind == 'PAIR_SOURCE' }.place.file", is(PULLS)));
        get(OFF + "?change=rename")
                .body("dependents.findAll { it.forbids }.kind.unique()", hasItems("POLICY", "MOUNT", "EXPORT"))
                .body("dependents.findAll { it.forbids }.kind", not(hasItem("CLONE")));

        declare(List.of());

        await(() -> get(OFF + "?change=destroy")
                .body("dependents.kind", not(hasItem("MOUNT")))
                .body("dependents.kind", not(hasItem("EXPORT")))
                .body("dependents.kind", hasItem("HOLD")));
    }

    @Test
    void aDatasetThatIsCalledDependentsCanStillBeAskedFor() {
        facts("qd");

        await(() -> get("/datasets/qd/tank/off/dependents").statusCode(200).body("name", is("tank/off/dependents")));
        get("/datasets/qd/tank/off/dependents/dependents?change=destroy")
                .statusCode(200)
                .body("dataset", is("tank/off/dependents"));
        get("/datasets/qd/tank/staging/dependents?change=destroy")
                .statusCode(200)
                .body("forbidden", is(false))
                .body("dependents", empty());
    }

    @Test
    void whatCannotBeAnsweredIsSaid() {
        facts("qe");

        get("/datasets/qe/tank/staging/dependents")
                .statusCode(404)
                .body("detail", containsString("?change=destroy or ?change=rename"));
        get("/datasets/qe/tank/none/dependents?change=rename")
                .statusCode(404)
                .body("detail", containsString("'tank/none'"));
        get("/datasets/qe/tank/off/dependents?change=promote").statusCode(400).body("errors[0].field", is("change"));
        given().get("/datasets/qe/tank/off/dependents?change=destroy").then().statusCode(401);
    }

    @Test
    void asManyDatasetsAsAFactHoldsAreAnsweredAtOnce() {
        bus.enrol("qc");
        bus.fact(
                "qc",
                new DatasetsFact(
                        Stream.concat(Stream.of("big"), IntStream.range(0, MANY).mapToObj(i -> "big/d" + i))
                                .map(name -> new Dataset(name, "1", null, 1, 1, 1, null, null))
                                .toList()));
        await(() -> get("/datasets/qc/big/d" + (MANY - 1)).statusCode(200));

        get("/datasets/qc/big/dependents?change=destroy")
                .statusCode(200)
                .time(lessThan(10_000L))
                .body("dependents", hasSize(MANY));
    }

    @Test
    void whatALineBringsFromAHostNobodyKnowsAndWhatStagingClonesAreMadeOfForbids() {
        facts("qf");
        DeclaredFile pulls =
                new DeclaredFile("qf", "confs/qf/sanoid/syncoid-args.conf", "-r root@elsewhere:far/x tank/off\n");
        DeclaredClones set = new DeclaredClones(
                "set-qf", "qf", null, null, List.of(new DeclaredClone("tank/offside", "tank/staging")), List.of());
        declare(Stream.of("qf"), List.of(pulls), List.of(), List.of(set));

        await(() -> get("/datasets/qf/tank/off/img/dependents?change=destroy")
                .statusCode(200)
                .body("dependents.findAll { it.kind == 'PAIR_COPY' }.name", contains("elsewhere:far/x/img"))
                .body("dependents.find { it.kind == 'PAIR_COPY' }.place.line", is(1)));
        await(() -> get("/datasets/qf/tank/offside/dependents?change=rename")
                .body("forbidden", is(true))
                .body("dependents.find { it.kind == 'STAGING' }.name", is("set-qf: tank/staging")));

        declare(List.of());

        await(() -> get("/datasets/qf/tank/off/img/dependents?change=destroy")
                .body("dependents.kind", not(hasItem("PAIR_COPY"))));
    }

    private void facts(String node) {
        bus.enrol(node);
        bus.fact(
                node,
                new DatasetsFact(List.of(
                        dataset("tank", null),
                        dataset("tank/off", null),
                        dataset("tank/off/dependents", null),
                        dataset("tank/off/img", null),
                        dataset("tank/offside", null),
                        dataset("tank/staging", "tank/off/img@s1"))));
        Snapshot kept = new Snapshot("s1", "7", 1, Instant.now(), 1, List.of("keep"), List.of("tank/staging"), null);
        Snapshot free = new Snapshot("s2", "8", 2, Instant.now(), 1, List.of(), List.of(), null);
        bus.fact(node, new SnapshotsFact("tank/off/img", List.of(kept, free), List.of()));
        bus.fact(node, new SnapshotsFact("tank/offside", List.of(kept), List.of()));
        await(() -> get("/datasets/" + node + "/tank/off/img").body("snapshots.items", hasSize(2)));
    }

    private void declare(List<DeclaredZfs> zfs) {
        List<DeclaredFile> files = List.of(
                new DeclaredFile(
                        "qa",
                        SANOID,
                        "[tank/off]\nuse_template = production\nrecursive = yes\n[template_production]\n"),
                new DeclaredFile("qb", PULLS, "--recursive op@qa:tank/off copy/off\n"));
        declare(Stream.of("qa", "qb"), files, zfs, List.of());
    }

    private void declare(
            Stream<String> names, List<DeclaredFile> files, List<DeclaredZfs> zfs, List<DeclaredClones> sets) {
        List<DeclaredNode> nodes = names.map(
                        name -> new DeclaredNode(name, "host", "north", null, null, List.of(), List.of(), null))
                .toList();
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "dependents",
                new FleetDeclared("dependents", "r", "c", nodes, List.of(), List.of(), List.of(), files, zfs, sets));
    }

    private static Dataset dataset(String name, String origin) {
        return new Dataset(name, "9" + name.hashCode(), "filesystem", 10, 20, 5, origin, "/" + name);
    }

    private static ValidatableResponse get(String path) {
        return viewer().get(path).then();
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }

    private static RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.token("viewer"));
    }
}
