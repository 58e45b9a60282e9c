package org.openfoodfacts.brigade.zfssync;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;

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
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Datasets that are shown, and of which the agent says that it does not list them: their snapshots are too many for a record. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class UntoldIT {
    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aCopyWhoseSnapshotsAreNotToldIsNotInTheWayOfItself() {
        lab.declare("ua", "ub", "root@ua:tank/off copy/off\n", "copy/off");
        lab.datasets("ua", CLEAN, "tank", "tank/off");
        lab.snapshots("ua", "tank/off", 3);
        lab.datasets("ub", CLEAN, "copy", "copy/off");
        lab.bus.tombstone("ub", new SnapshotsFact("copy/off", List.of(), List.of()));

        String words = "the snapshots of copy/off are not told by ub, which has it";
        await(() -> get("/pairs?node=ub").body("items.state", contains("NOT_TOLD")));
        await(() -> get("/repairs/plans?node=ub")
                .body("items.finding.kind", contains("NOT_TOLD"))
                .body("items.finding.words", contains(words))
                .body("items[0].deeds", empty()));
        await(() -> get("/transfers?node=ub&state=QUEUED").body("items.problem", contains(words)));

        lab.snapshots("ub", "copy/off", 1);
        SnapshotLab.as("operator")
                .body(Map.of("node", "ub", "dataset", "copy/off"))
                .post("/transfers")
                .then()
                .statusCode(202);

        lab.firstPull("ub");
        await(() -> get("/repairs/plans?node=ub").body("items", empty()));
    }

    @Test
    void aSourceWhoseSnapshotsAreNotToldIsNoSourceWithoutSnapshots() {
        lab.declare("uc", "ud", "root@uc:tank/off copy/off\n", "copy/off");
        lab.datasets("uc", CLEAN, "tank", "tank/off");
        lab.snapshots("uc", "tank/off", 3);
        lab.datasets("ud", CLEAN, "copy", "copy/off");
        lab.snapshots("ud", "copy/off", 3);
        await(() -> get("/pairs?node=ud").body("items.state", contains("CURRENT")));

        lab.bus.tombstone("uc", new SnapshotsFact("tank/off", List.of(), List.of()));

        await(() -> get("/pairs?node=ud")
                .body("items.state", contains("NOT_TOLD"))
                .body("items[0].finding.kind", is("NOT_TOLD")));
    }

    private static ValidatableResponse get(String path) {
        return SnapshotLab.as("viewer").get(path).then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
