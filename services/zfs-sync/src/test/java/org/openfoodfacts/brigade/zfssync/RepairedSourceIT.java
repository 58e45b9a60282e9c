package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.OWN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** A copy that is the source of further copies, while it is being rolled back. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class RepairedSourceIT {
    private static final String PULLER = "rsb";

    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void nothingIsSentFromWhatIsBeingRolledBack() {
        lab.declare(
                "rsa", PULLER, "--no-rollback root@rsa:tank/x copy/x\ncopy/x further/x\ncopy/y further/y\n", "further");
        lab.datasets("rsa", CLEAN, "tank/x");
        lab.snapshots("rsa", "tank/x", 3);
        lab.datasets(PULLER, CLEAN, "copy/x", "copy/y", "further/x", "further/y");
        List.of("copy/x", "further/x").forEach(dataset -> lab.snapshotsAndOwn(PULLER, dataset, 2, 4096));
        List.of("copy/y", "further/y").forEach(dataset -> lab.snapshots(PULLER, dataset, 2));
        approve();
        Decoded<RollBackDataset> rollBack = lab.bus.await(Topic.commands(PULLER), RollBackDataset.class, _ -> true);

        lab.snapshots(PULLER, "further/x", 1);
        awaitQueued("further/x");
        lab.snapshots(PULLER, "further/y", 1);
        Decoded<PullDatasets> other = lab.pullInto(PULLER, "further/y");

        assertThat(TransferLab.only(other).source()).isEqualTo("copy/y");
        awaitQueued("further/x");
        lab.bus.report(
                PULLER,
                new CommandDone(id(rollBack), Instant.now(), new DatasetRolledBack("copy/x", List.of(OWN), 4096)));
        lab.snapshots(PULLER, "copy/x", 2);

        assertThat(TransferLab.only(lab.pullInto(PULLER, "further/x")).source()).isEqualTo("copy/x");
    }

    private static void approve() {
        Awaitility.await("copy/x has diverged, and that may be mended")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> SnapshotLab.as("admin")
                        .body(Map.of("node", PULLER, "dataset", "copy/x", "plan", plan()))
                        .post("/repairs")
                        .then()
                        .statusCode(202));
    }

    private static String plan() {
        return SnapshotLab.as("viewer")
                .get("/repairs/plans?node=" + PULLER + "&dataset=copy/x")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].plan");
    }

    private static void awaitQueued(String target) {
        Awaitility.await("the transfer into " + target + " waits")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(SnapshotLab.as("viewer")
                                .get("/transfers?node=" + PULLER + "&state=QUEUED")
                                .then()
                                .statusCode(200)
                                .extract()
                                .<List<String>>path("items.target.dataset"))
                        .containsExactly(target));
    }
}
