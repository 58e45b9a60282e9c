package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;

import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;

/** The packaged service, killed in every state of a transfer: while a command is under way, after its report, and while it waits. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class TransferRestartIT {
    @TempDir
    Path folder;

    @Test
    void aCopyIsBroughtWithEachStepOnceThoughTheServiceIsKilledInEveryState() throws Exception {
        try (PackagedService service = new PackagedService(folder, Map.of("brigade.zfs-sync.pair-sweep", "1s"));
                TransferLab lab = new TransferLab(service.bus())) {
            Instance first = service.start();
            lab.declare("ra", "rb", "root@ra:tank/off copy/off\n", "copy");
            lab.datasets("ra", CLEAN, "tank/off");
            lab.snapshots("ra", "tank/off", 3);
            lab.datasets("rb", CLEAN, "copy");
            Decoded<PullDatasets> full = lab.firstPull("rb");
            first.kill();
            lab.done("rb", full, "1", 100);
            Instance second = service.start();
            await(second, "QUEUED");
            second.kill();
            lab.datasets("rb", CLEAN, "copy", "copy/off");
            lab.snapshots("rb", "copy/off", 1);

            Instance third = service.start();
            Decoded<PullDatasets> rest = lab.pullBehind("rb", TransferLab.id(full));
            assertThat(TransferLab.only(rest).expected()).isEqualTo(new Expected("1", "3", null));
            lab.cutShort("rb", rest);
            await(third, "QUEUED");
            third.kill();
            Instance fourth = service.start();
            fourth.as("operator")
                    .contentType(ContentType.JSON)
                    .body(Map.of("node", "rb", "dataset", "copy/off"))
                    .post("/transfers")
                    .then()
                    .statusCode(202);
            Decoded<PullDatasets> again = lab.pullBehind("rb", TransferLab.id(rest));
            lab.done("rb", again, "3", 20);
            lab.snapshots("rb", "copy/off", 3);

            await(fourth, "DONE");
            assertThat(lab.bus.distinct(Topic.commands("rb")))
                    .as("each step once")
                    .hasSize(3);
            assertThat(lab.bus.distinct(Topic.ZFS_SYNC_EVENTS.topicName()))
                    .filteredOn(sent -> sent.headers().get("ce_type").contains("pull-"))
                    .isEmpty();
        }
    }

    private static void await(Instance instance, String state) {
        Awaitility.await(state)
                .atMost(Duration.ofMinutes(5))
                .untilAsserted(
                        () -> instance.as("viewer").get("/transfers").then().body("items.state", contains(state)));
    }
}
