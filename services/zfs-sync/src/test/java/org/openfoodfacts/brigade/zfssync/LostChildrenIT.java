package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PairChanged;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Sources below that of a recursive line which are shown no more, while their copies are there. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class LostChildrenIT {
    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aChildThatIsDestroyedAtTheSourceIsToldAndItsPairStaysUntilTheCopyIsGone() {
        lab.declare("la", "lb", "--recursive --exclude-datasets=secret root@la:tank/off copy/off\n", "elsewhere");
        lab.datasets("la", CLEAN, "tank", "tank/off", "tank/off/img", "tank/off/secret");
        lab.datasets("lb", CLEAN, "copy", "copy/off", "copy/off/img", "copy/off/secret");
        same("la", "tank/off/img", "lb", "copy/off/img");
        await(() -> states("lb")
                .body("items.target.dataset", contains("copy/off", "copy/off/img"))
                .body("items[1].since", startsWith("20")));

        lab.datasets("la", CLEAN, "tank", "tank/off");
        lab.bus.tombstone("la", new SnapshotsFact("tank/off/img", List.of(), List.of()));

        lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                PairChanged.class,
                event -> event.message().copy().dataset().equals("copy/off/img")
                        && "SOURCE_MISSING".equals(event.message().after()));
        states("lb").body("items.target.dataset", contains("copy/off", "copy/off/img"));
        await(() -> plans("lb")
                .body("items.finding.kind", contains("SOURCE_MISSING"))
                .body("items[0].deeds", empty()));

        lab.datasets("lb", CLEAN, "copy", "copy/off");
        await(() -> states("lb").body("items.target.dataset", contains("copy/off")));
        await(() -> plans("lb").body("items", empty()));
    }

    @Test
    void aPairWhoseBothPoolsAreAwayIsNotForgotten() {
        lab.declare("lc", "ld", "--recursive root@lc:tank/off copy/off\n", "elsewhere");
        lab.datasets("lc", CLEAN, "tank", "tank/off", "tank/off/img");
        lab.datasets("ld", CLEAN, "copy", "copy/off", "copy/off/img");
        same("lc", "tank/off/img", "ld", "copy/off/img");
        await(() -> states("ld").body("items[1].state", is("CURRENT")).body("items[1].since", startsWith("20")));

        lab.datasets("ld", CLEAN, "rpool");
        await(() -> states("ld").body("items.target.exists", contains(false, false)));
        lab.datasets("lc", CLEAN, "rpool");
        await(() -> states("ld")
                .body("items.source.exists", contains(false, false))
                .body("items.since", hasItem(startsWith("20"))));
        lab.datasets("ld", CLEAN, "copy", "copy/off", "copy/off/img");

        await(() -> states("ld")
                .body("items.target.exists", contains(true, true))
                .body("items.state", contains("SOURCE_MISSING", "SOURCE_MISSING")));
    }

    @Test
    void whatIsInAPoolThatIsAwayIsNotGone() {
        lab.declare("lg", "lh", "root@lg:tank/off copy/off\n", "copy/off");
        lab.datasets("lg", CLEAN, "tank", "tank/off");
        lab.datasets("lh", CLEAN, "copy", "copy/off");
        same("lg", "tank/off", "lh", "copy/off");
        await(() -> states("lh").body("items[0].state", is("CURRENT")).body("items[0].since", startsWith("20")));

        lab.datasets("lh", CLEAN);
        lab.bus.tombstone("lh", new SnapshotsFact("copy/off", List.of(), List.of()));

        await(() -> plans("lh")
                .body("items.finding.kind", contains("PULL_FAILED"))
                .body("items[0].finding.words", startsWith("the pool copy of the copy is not shown by lh"))
                .body("items[0].obstacle", startsWith("see to the pool of copy/off")));
        await(() -> SnapshotLab.as("viewer")
                .get("/transfers?node=lh&state=QUEUED")
                .then()
                .body("items[0].problem", startsWith("the pool copy of the copy is not shown by lh")));
    }

    @Test
    void aChildThatIsRenamedAtTheSourceIsNotSentAnewWhileItsCopyIsThere() {
        lab.declare("le", "lf", "--recursive root@le:tank/off copy/off\n", "copy/off");
        lab.datasets("le", CLEAN, "tank", "tank/off", "tank/off/a");
        lab.datasets("lf", CLEAN, "copy", "copy/off", "copy/off/a");
        same("le", "tank/off/a", "lf", "copy/off/a");
        await(() -> states("lf").body("items[1].state", is("CURRENT")).body("items[1].since", startsWith("20")));

        lab.datasets("le", CLEAN, "tank", "tank/off", "tank/off/b");
        lab.bus.tombstone("le", new SnapshotsFact("tank/off/a", List.of(), List.of()));
        lab.snapshots("le", "tank/off/b", 3);

        await(() -> SnapshotLab.as("viewer")
                .get("/transfers?node=lf")
                .then()
                .body("items[0].problem", startsWith("COPY_RENAMED: the copy is there as copy/off/a")));
        await(() -> plans("lf")
                .body(
                        "items.find { it.finding.kind == 'COPY_RENAMED' }.deeds",
                        contains(startsWith("rename copy/off/a to copy/off/b")))
                .body("items.find { it.copy.dataset == 'copy/off/a' }.finding.kind", is("SOURCE_MISSING")));
        assertThat(lab.bus.all(Topic.commands("lf")).stream()
                        .map(sent -> Codec.decode(sent, Message.class).message())
                        .filter(PullDatasets.class::isInstance))
                .isEmpty();
    }

    private void same(String source, String dataset, String puller, String copy) {
        Stream.of(dataset, "tank/off").forEach(name -> lab.snapshots(source, name, 2));
        Stream.of(copy, "copy/off").forEach(name -> lab.snapshots(puller, name, 2));
    }

    private static ValidatableResponse states(String node) {
        return SnapshotLab.as("viewer").get("/pairs?node=" + node).then().statusCode(200);
    }

    private static ValidatableResponse plans(String node) {
        return SnapshotLab.as("viewer")
                .get("/repairs/plans?node=" + node)
                .then()
                .statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
