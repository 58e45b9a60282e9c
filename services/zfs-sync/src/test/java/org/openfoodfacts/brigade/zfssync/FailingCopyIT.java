package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
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
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyBlocked;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyUnblocked;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** A copy that does not come although it is tried again and again. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class FailingCopyIT {
    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void whatKeepsItBackStandsUntilSomethingHasCome() {
        lab.declare("fa", "fb", "root@fa:tank/x copy/x\nroot@fa:tank/y copy/y\n", "copy/x");
        lab.datasets("fa", CLEAN, "tank/x", "tank/y");
        lab.snapshots("fa", "tank/x", 2);
        lab.datasets("fb", CLEAN, "copy/x", "copy/y");
        lab.snapshots("fb", "copy/x", 1);
        lab.snapshots("fb", "copy/y", 0);
        Decoded<PullDatasets> first = lab.firstPull("fb");
        lab.failed("fb", first, Reason.NO_SPACE, "zfs receive: out of space");
        lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                CopyBlocked.class,
                event -> event.message().copy().node().equals("fb"));

        ask();
        Decoded<PullDatasets> second = lab.pullBehind("fb", id(first));
        lab.failed("fb", second, Reason.UNREACHABLE, "no route to host");
        await(() -> SnapshotLab.as("viewer")
                .get("/transfers?node=fb")
                .then()
                .body("items[0].state", is("QUEUED"))
                .body("items[0].problem", is("UNREACHABLE: no route to host")));
        awaitASweep();
        pairs().body("items[0].finding.kind", is("NO_SPACE"));
        assertThat(toldOf(CopyUnblocked.class)).isZero();

        ask();
        Decoded<PullDatasets> third = lab.pullBehind("fb", id(second));
        lab.done("fb", third, "2", 7);
        lab.snapshots("fb", "copy/x", 2);
        await(() -> pairs().body("items[0].finding", nullValue()));
        await(() -> assertThat(toldOf(CopyUnblocked.class)).isOne());
        assertThat(toldOf(CopyBlocked.class)).isOne();
    }

    /** Two looks at all pairs: the second begins when the first has ended. */
    private void awaitASweep() {
        lab.snapshots("fa", "tank/y", 1);
        await(() -> pairs().body("items[1].state", is("NOT_RUN")).body("items[1].since", notNullValue()));
        lab.snapshots("fb", "copy/y", 1);
        await(() -> pairs().body("items[1].state", is("CURRENT")).body("items[1].since", notNullValue()));
    }

    private long toldOf(Class<? extends ZfsEvent.OfCopy> type) {
        return lab.bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(sent -> Codec.decode(sent, Message.class).message())
                .filter(type::isInstance)
                .filter(event -> isOfX(type.cast(event)))
                .count();
    }

    private static boolean isOfX(ZfsEvent.OfCopy event) {
        return event.copy().node().equals("fb") && event.copy().dataset().equals("copy/x");
    }

    private static void ask() {
        SnapshotLab.as("operator")
                .body(Map.of("node", "fb", "dataset", "copy/x"))
                .post("/transfers")
                .then()
                .statusCode(202)
                .body("items", hasSize(1));
    }

    private static ValidatableResponse pairs() {
        return SnapshotLab.as("viewer").get("/pairs?node=fb").then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
