package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** New copies of which each has room, and all together have not. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PoolRoomIT {
    /** More than half of what a pool of the lab takes until it is full. */
    private static final long LARGE = 500_000_000;

    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aNewCopyWaitsForTheEndOfAnotherThatFillsThePoolWithIt() {
        lab.declare("ra", "rb", "root@ra:tank/x copy/x\nroot@ra:tank/y copy/y\n", "copy");
        lab.datasets("rb", CLEAN, "copy");
        lab.snapshotsAndOwn("ra", "tank/x", 1, LARGE);
        lab.snapshotsAndOwn("ra", "tank/y", 1, LARGE);
        lab.datasets("ra", CLEAN, "tank/x", "tank/y");

        Decoded<PullDatasets> first = lab.firstPull("rb");
        String begun = TransferLab.only(first).target();
        String waiting = begun.equals("copy/x") ? "copy/y" : "copy/x";
        await(() -> transfers("state=QUEUED")
                .body("items", hasSize(1))
                .body("items[0].problem", startsWith("waits for what else comes to the pool: ")));

        lab.done("rb", first, "1", 1000);
        lab.snapshots("rb", begun, 1);
        lab.datasets("rb", CLEAN, "copy", begun);
        Decoded<PullDatasets> rest = lab.pullBehind("rb", id(first));
        assertThat(TransferLab.only(rest).target())
                .as("it waits between the steps of the other, too")
                .isEqualTo(begun);
        lab.done("rb", rest, "77", LARGE);
        lab.snapshotsAndOwn("rb", begun, 1, LARGE);
        await(() -> transfers("state=DONE").body("items", hasSize(1)));

        SnapshotLab.as("operator")
                .body(Map.of("node", "rb", "dataset", waiting))
                .post("/transfers")
                .then()
                .statusCode(202);
        Decoded<PullDatasets> second = lab.pullBehind("rb", id(rest));
        assertThat(TransferLab.only(second).target()).isEqualTo(waiting);
    }

    private static ValidatableResponse transfers(String query) {
        return SnapshotLab.as("viewer")
                .get("/transfers?node=rb&" + query)
                .then()
                .statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
