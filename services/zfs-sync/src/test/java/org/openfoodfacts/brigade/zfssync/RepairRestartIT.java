package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.OWN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;

/** The packaged service, killed in every state of a repair: after it was approved, and after its report. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class RepairRestartIT {
    @TempDir
    Path folder;

    @Test
    void whatWasApprovedIsDoneOnceThoughTheServiceIsKilledInEveryState() throws Exception {
        try (PackagedService service = new PackagedService(folder, Map.of("brigade.zfs-sync.pair-sweep", "1s"));
                TransferLab lab = new TransferLab(service.bus())) {
            Instance first = service.start();
            lab.declare("rc", "rd", "root@rc:tank/off copy/off\n", "copy");
            lab.datasets("rc", CLEAN, "tank/off");
            lab.snapshots("rc", "tank/off", 3);
            lab.datasets("rd", CLEAN, "copy", "copy/off");
            lab.snapshotsAndOwn("rd", "copy/off", 2, 4096);
            approve(first);
            first.kill();

            Instance second = service.start();
            Decoded<RollBackDataset> command = lab.bus.await(Topic.commands("rd"), RollBackDataset.class, _ -> true);
            await(second, "ACTING");
            second.kill();
            lab.bus.report(
                    "rd",
                    new CommandDone(id(command), Instant.now(), new DatasetRolledBack("copy/off", List.of(OWN), 4096)));
            lab.snapshots("rd", "copy/off", 2);

            Instance third = service.start();
            await(third, "DONE");
            Decoded<PullDatasets> pull = lab.firstPull("rd");
            assertThat(TransferLab.only(pull).expected()).isEqualTo(new Expected("2", "3", null));
            assertThat(lab.bus.distinct(Topic.commands("rd")))
                    .as("the rollback once, then the pull once")
                    .hasSize(2);
            assertThat(lab.bus.distinct(Topic.ZFS_SYNC_EVENTS.topicName()))
                    .filteredOn(sent -> sent.headers().get("ce_type").contains("copy-repair"))
                    .hasSize(1);
        }
    }

    private static void approve(Instance instance) {
        String plan = Awaitility.await("plan")
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> instance.as("viewer")
                                .get("/repairs/plans?node=rd")
                                .then()
                                .extract()
                                .path("items[0].plan"),
                        found -> found != null);
        instance.as("admin")
                .contentType(ContentType.JSON)
                .body(Map.of("node", "rd", "dataset", "copy/off", "plan", plan))
                .post("/repairs")
                .then()
                .statusCode(202);
    }

    private static void await(Instance instance, String state) {
        Awaitility.await(state)
                .atMost(Duration.ofMinutes(5))
                .untilAsserted(
                        () -> instance.as("viewer").get("/repairs").then().body("items.state", contains(state)));
    }
}
