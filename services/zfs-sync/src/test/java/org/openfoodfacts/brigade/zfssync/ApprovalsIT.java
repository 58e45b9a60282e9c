package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.OWN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyBlocked;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyRepaired;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Which plans nobody may approve, and which not a second time. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ApprovalsIT {
    private static final String GUEST = "confs/apb/pve/lxc_113.conf";

    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aCopyThatAGuestSeesUnderItsNewNameIsNotRenamedBackByAnybody() {
        lab.mountsAtPuller = List.of(new DeclaredMount("shop", "mp0", "/copy/old/img", null, "/mnt/img", GUEST, 4));
        lab.declare("apa", "apb", "root@apa:tank/x copy/x\n", "elsewhere");
        lab.datasets("apa", CLEAN, "tank/x");
        lab.snapshots("apa", "tank/x", 2);
        mounted("apb", "copy", "copy/old", "copy/old/img");
        lab.snapshots("apb", "copy/old", 2);

        await(() -> plans("apb", "copy/x")
                .body("items[0].finding.kind", is("COPY_RENAMED"))
                .body("items[0].deeds", contains("rename copy/old with copy/old/img to copy/x"))
                .body(
                        "items[0].obstacle",
                        allOf(
                                containsString("shop mp0 at /mnt/img (" + GUEST + ":4) uses copy/old/img"),
                                containsString("does not find it when it starts again"))));
        CopyBlocked blocked = event("apb", CopyBlocked.class).message();
        assertThat(blocked.finding().kind()).isEqualTo("COPY_RENAMED");
        assertThat(blocked.repairable()).isFalse();
        Map<String, String> wish = wish("apb", "copy/x");
        approve("admin", wish).statusCode(409).body("detail", containsString("shop mp0 at /mnt/img"));

        lab.mountsAtPuller = List.of(new DeclaredMount("shop", "mp0", "/copy/older", null, "/mnt/img", GUEST, 4));
        lab.declareAgain("apa", "apb", "root@apa:tank/x copy/x\n", "elsewhere");

        await(() -> plans("apb", "copy/x").body("items[0].obstacle", nullValue()));
        approve("operator", wish).statusCode(202);
        Decoded<RenameDataset> rename = lab.bus.await(Topic.commands("apb"), RenameDataset.class, _ -> true);
        assertThat(rename.message().to()).isEqualTo("copy/x");
    }

    private void mounted(String node, String... names) {
        lab.bus.fact(
                node,
                new DatasetsFact(Stream.of(names)
                        .map(name -> new Dataset(
                                name, "9" + name.hashCode(), "filesystem", 10, 1L << 30, 5, null, "/" + name, CLEAN))
                        .toList()));
    }

    /** What is brought from {@code copy/x} waits as long as that is being repaired. */
    @Test
    void aCopyThatIsGoneIsNotSentAnewTwiceForTwoApprovalsWhileTheTransferWaits() {
        lab.declare("apc", "apd", "--no-rollback root@apc:tank/x copy/x\ncopy/x far/x\n", "elsewhere");
        lab.datasets("apc", CLEAN, "tank/x");
        lab.snapshots("apc", "tank/x", 3);
        lab.datasets("apd", CLEAN, "copy", "copy/x", "far", "far/x");
        lab.snapshotsAndOwn("apd", "copy/x", 2, 4096);
        lab.snapshots("apd", "far/x", 2);
        awaitSeen("apd", "far/x");
        await(() -> approve("admin", wish("apd", "copy/x")).statusCode(202));
        lab.datasets("apd", CLEAN, "copy", "copy/x", "far");
        lab.bus.tombstone("apd", new SnapshotsFact("far/x", List.of(), List.of()));
        await(() -> plans("apd", "far/x")
                .body("items[0].finding.kind", is("COPY_GONE"))
                .body("items[0].deeds", empty()));
        Map<String, String> wish = wish("apd", "far/x");

        String repair = approve("operator", wish)
                .statusCode(202)
                .body("state", is("DONE"))
                .extract()
                .path("id");
        approve("operator", wish).statusCode(409).body("detail", is("it was approved already: repairs/" + repair));

        get("/transfers?node=apd&state=QUEUED").body("items.target.dataset", contains("far/x"));
        get("/repairs?node=apd")
                .body("items.copy.dataset", hasItems("copy/x", "far/x"))
                .body("items", hasSize(2));
        event("apd", CopyRepaired.class);
        assertThat(lab.bus.distinct(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                        .map(record -> Codec.decode(record, Event.class).message())
                        .filter(CopyRepaired.class::isInstance)
                        .map(repaired -> ((CopyRepaired) repaired).copy())
                        .filter(copy -> copy.node().equals("apd")))
                .hasSize(1);
    }

    /** A finding of a copy that is gone is one only where the copy was seen before; the meters are of the sweep that stores it. */
    private static void awaitSeen(String node, String copy) {
        await(() -> assertThat(given().get("/metrics").asString())
                .contains("brigade_zfs_pair_state{dataset=\"" + copy + "\",source_node=\"" + node
                        + "\",state=\"CURRENT\",target_node=\"" + node + "\"} 1.0"));
    }

    @Test
    void anApprovalCountsOnceUntilTheFactsAreNewerThanWhatCameOfIt() {
        lab.declare("ape", "apf", "--no-rollback root@ape:tank/x copy/x\n", "elsewhere");
        lab.datasets("ape", CLEAN, "tank/x");
        lab.snapshots("ape", "tank/x", 3);
        lab.datasets("apf", CLEAN, "copy/x");
        lab.snapshotsAndOwn("apf", "copy/x", 2, 4096);
        await(() -> plans("apf", "copy/x").body("items[0].finding.kind", is("DIVERGED")));
        Map<String, String> wish = wish("apf", "copy/x");
        String repair = approve("admin", wish).statusCode(202).extract().path("id");
        Decoded<RollBackDataset> command = lab.bus.await(Topic.commands("apf"), RollBackDataset.class, _ -> true);
        lab.bus.report(
                "apf",
                new CommandDone(id(command), Instant.now(), new DatasetRolledBack("copy/x", List.of(OWN), 4096)));
        await(() -> get("/repairs/" + repair).body("state", is("DONE")));

        approve("admin", wish).statusCode(409).body("detail", is("it was approved already: repairs/" + repair));

        lab.snapshotsAndOwn("apf", "copy/x", 2, 4096);
        await(() -> approve("admin", wish).statusCode(202));
    }

    private <T extends Event> Decoded<T> event(String node, Class<T> type) {
        return lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                type,
                event -> event.envelope().node().equals(node));
    }

    private static Map<String, String> wish(String node, String dataset) {
        String plan = plans(node, dataset).body("items", hasSize(1)).extract().path("items[0].plan");
        return Map.of("node", node, "dataset", dataset, "plan", plan);
    }

    private static ValidatableResponse plans(String node, String dataset) {
        return get("/repairs/plans?node=" + node + "&dataset=" + dataset);
    }

    private static ValidatableResponse approve(String role, Map<String, String> wish) {
        return SnapshotLab.as(role).body(wish).post("/repairs").then();
    }

    private static ValidatableResponse get(String path) {
        return SnapshotLab.as("viewer").get(path).then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
