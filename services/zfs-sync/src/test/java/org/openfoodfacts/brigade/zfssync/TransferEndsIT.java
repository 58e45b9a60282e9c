package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullRecovered;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** What becomes of transfers that come to another end than their own, and of many that wait for each other. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class TransferEndsIT {
    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aFailureIsOverWhenTheCopyIsLeftToOthers() {
        String line = "root@va:tank/x copy/x\n";
        lab.declare("va", "vb", line, "copy");
        copyThatIsBehind("va", "vb");
        lab.failed("vb", lab.firstPull("vb"), Reason.NO_SPACE, "out of space");
        awaitTold(PullFailed.class, "vb");

        lab.declareAgain("va", "vb", line, "other");

        awaitTold(PullRecovered.class, "vb");
        transfers("vb").body("items.state", contains("FAILED"));
        lab.snapshots("vb", "copy/x", 2);
        await(() -> pairs("vb").body("items[0].snapshotsBehind", is(0)).body("items[0].lastSuccess", notNullValue()));
        assertThat(told(PullRecovered.class, "vb")).as("once").isOne();
    }

    @Test
    void aFailureOfWhatAPersonAskedForOnceIsOverWhenOthersBroughtTheCopy() {
        lab.declare("vc", "vd", "root@vc:tank/x copy/x\n", "other");
        copyThatIsBehind("vc", "vd");
        await(() -> pairs("vd").body("items[0].snapshotsBehind", is(1)));
        ask("vd", "copy/x");
        lab.failed("vd", lab.firstPull("vd"), Reason.NO_SPACE, "out of space");
        awaitTold(PullFailed.class, "vd");

        lab.snapshots("vd", "copy/x", 2);

        awaitTold(PullRecovered.class, "vd");
    }

    @Test
    void whatNoFileAsksForAnyMoreEndsWithoutAnAlarm() {
        lab.declare("ve", "vf", "--recursive root@ve:tank/x copy/x\n", "copy");
        lab.datasets("ve", CLEAN, "tank/x", "tank/x/a");
        lab.snapshots("ve", "tank/x", 2);
        lab.snapshots("ve", "tank/x/a", 2);
        lab.datasets("vf", CLEAN, "copy");
        Decoded<PullDatasets> parent = lab.firstPull("vf");
        assertThat(TransferLab.only(parent).target()).isEqualTo("copy/x");
        await(() -> transfers("vf").body("items.state", containsInAnyOrder("PULLING", "QUEUED")));

        lab.declareAgain("ve", "vf", "\n", "copy");

        await(() -> transfers("vf&state=FAILED")
                .body("items.reason", contains("NOT_DECLARED"))
                .body("items.target.dataset", contains("copy/x/a")));
        assertThat(told(PullFailed.class, "vf")).isZero();
    }

    @Test
    void whoAsksForACopyWhoseTransferIsBeingEndedGetsIt() {
        lab.declare("vg", "vh", "root@vg:tank/x copy/x\n", "copy");
        copyThatIsBehind("vg", "vh");
        Decoded<PullDatasets> running = lab.firstPull("vh");
        String id = transfers("vh").extract().path("items[0].id");
        SnapshotLab.as("operator").delete("/transfers/" + id).then().statusCode(202);

        ask("vh", "copy/x").body("items.id", contains(id)).body("items[0].cancelledBy", nullValue());
        lab.failed("vh", running, Reason.CANCELLED, "was cancelled");

        Decoded<PullDatasets> again = lab.pullBehind("vh", id(running));
        lab.done("vh", again, "2", 7);
        lab.snapshots("vh", "copy/x", 2);
        await(() -> transfers("vh").body("items.state", contains("DONE")));
    }

    /** Two of these pairs have more snapshots than are read in one go. */
    @Test
    void whatIsLookedAtPieceByPieceTravelsTogether() {
        lab.declare("vi", "vj", "--recursive root@vi:tank/x copy/x\n", "other");
        tree("vi", "vj", 3000);
        await(() -> pairs("vj").body("items.snapshotsBehind", contains(1, 1, 1)));

        ask("vj", "copy/x");

        assertThat(lab.firstPull("vj").message().pulls())
                .extracting(Pull::target)
                .containsExactly("copy/x", "copy/x/a", "copy/x/b");
    }

    @Test
    void ofALineWithALimitOneDatasetComesAfterTheOther() {
        lab.declare("vk", "vl", "--source-bwlimit=5m --recursive root@vk:tank/x copy/x\n", "other");
        tree("vk", "vl", 2);
        await(() -> pairs("vl").body("items.snapshotsBehind", contains(1, 1, 1)));

        ask("vl", "copy/x");

        Decoded<PullDatasets> first = lab.firstPull("vl");
        assertThat(TransferLab.only(first).bytesPerSecond()).isEqualTo(5 << 20);
        await(() -> transfers("vl").body("items.state", containsInAnyOrder("PULLING", "QUEUED", "QUEUED")));
        lab.done("vl", first, "2", 7);
        lab.snapshots("vl", TransferLab.only(first).target(), 2);
        Decoded<PullDatasets> second = lab.pullBehind("vl", id(first));
        await(() -> transfers("vl").body("items.state", containsInAnyOrder("DONE", "PULLING", "QUEUED")));
        lab.done("vl", second, "2", 7);
        assertThat(List.of(
                        TransferLab.only(first).target(),
                        TransferLab.only(second).target()))
                .doesNotContain(
                        TransferLab.only(lab.pullBehind("vl", id(second))).target());
    }

    private void copyThatIsBehind(String source, String puller) {
        lab.datasets(source, CLEAN, "tank/x");
        lab.snapshots(source, "tank/x", 2);
        lab.datasets(puller, CLEAN, "copy/x");
        lab.snapshots(puller, "copy/x", 1);
    }

    /** Each copy lacks one snapshot. */
    private void tree(String source, String puller, int snapshots) {
        lab.datasets(source, CLEAN, "tank/x", "tank/x/a", "tank/x/b");
        lab.datasets(puller, CLEAN, "copy/x", "copy/x/a", "copy/x/b");
        for (String below : List.of("", "/a", "/b")) {
            lab.snapshots(source, "tank/x" + below, snapshots);
            lab.snapshots(puller, "copy/x" + below, snapshots - 1);
        }
    }

    private <T extends ZfsEvent.OfCopy> void awaitTold(Class<T> type, String node) {
        await(() -> assertThat(told(type, node)).isOne());
    }

    private long told(Class<? extends ZfsEvent.OfCopy> type, String node) {
        return lab.bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(sent -> Codec.decode(sent, Message.class).message())
                .filter(type::isInstance)
                .filter(event -> type.cast(event).copy().node().equals(node))
                .count();
    }

    private static ValidatableResponse ask(String node, String dataset) {
        return SnapshotLab.as("operator")
                .body(Map.of("node", node, "dataset", dataset, "recursive", true))
                .post("/transfers")
                .then()
                .statusCode(202);
    }

    private static ValidatableResponse transfers(String node) {
        return SnapshotLab.as("viewer").get("/transfers?node=" + node).then().statusCode(200);
    }

    private static ValidatableResponse pairs(String node) {
        return SnapshotLab.as("viewer").get("/pairs?node=" + node).then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
