package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyBlocked;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyUnblocked;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** A copy comes, but its source lets nobody hold what it goes on from. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class HoldRefusedIT {
    private static final String SAID = "cannot hold snapshot: permission denied";

    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void whatTheSourceSaysAgainstHoldsIsToldAndStopsNothing() {
        lab.declare("ha", "hb", "root@ha:tank/x copy/x\n", "copy/x");
        lab.datasets("ha", CLEAN, "tank/x");
        lab.snapshots("ha", "tank/x", 2);
        lab.datasets("hb", CLEAN, "copy/x");
        lab.snapshots("hb", "copy/x", 1);

        Decoded<PullDatasets> first = lab.firstPull("hb");
        lab.done("hb", first, "2", 7, SAID);
        lab.snapshots("hb", "copy/x", 2);

        CopyBlocked told = blocked("hb");
        assertThat(told.finding().kind()).isEqualTo("HOLD_REFUSED");
        assertThat(told.repairable()).isFalse();
        get("/pairs?node=hb")
                .body("items[0].state", is("CURRENT"))
                .body("items[0].finding.kind", is("HOLD_REFUSED"))
                .body("items[0].finding.words", endsWith(": " + SAID));
        get("/transfers?node=hb").body("items[0].state", is("DONE")).body("items[0].holdProblem", is(SAID));
        get("/repairs/plans?node=hb")
                .body("items[0].finding.kind", is("HOLD_REFUSED"))
                .body("items[0].obstacle", containsString("zfs allow USER hold,release tank/x on ha"));

        lab.snapshots("ha", "tank/x", 3);
        Decoded<PullDatasets> second = lab.pullBehind("hb", id(first));
        get("/pairs?node=hb").body("items[0].finding.kind", is("HOLD_REFUSED"));
        lab.done("hb", second, "3", 7);
        lab.snapshots("hb", "copy/x", 3);

        awaitUnblocked("hb");
        get("/pairs?node=hb").body("items[0].finding", nullValue());
        get("/transfers?node=hb").body("items[0].holdProblem", nullValue());
    }

    @Test
    void ofACopyThatSyncoidBringsAgainItIsNoLongerTold() {
        String line = "root@hc:tank/x copy/x\n";
        lab.declare("hc", "hd", line, "copy/x");
        lab.datasets("hc", CLEAN, "tank/x");
        lab.snapshots("hc", "tank/x", 2);
        lab.datasets("hd", CLEAN, "copy/x");
        lab.snapshots("hd", "copy/x", 1);
        lab.done("hd", lab.firstPull("hd"), "2", 7, SAID);
        lab.snapshots("hd", "copy/x", 2);
        assertThat(blocked("hd").finding().kind()).isEqualTo("HOLD_REFUSED");

        lab.declareAgain("hc", "hd", line, "copy/other");

        awaitUnblocked("hd");
        get("/pairs?node=hd").body("items[0].finding", nullValue());
        get("/repairs/plans?node=hd").body("items", empty());
    }

    private CopyBlocked blocked(String node) {
        return lab.bus
                .await(
                        Topic.ZFS_SYNC_EVENTS.topicName(),
                        CopyBlocked.class,
                        event -> event.message().copy().node().equals(node))
                .message();
    }

    private void awaitUnblocked(String node) {
        lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                CopyUnblocked.class,
                event -> event.message().copy().node().equals(node));
    }

    private static ValidatableResponse get(String path) {
        return SnapshotLab.as("viewer").get(path).then().statusCode(200);
    }
}
