package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullRecovered;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Receiving;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Problem;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** From a copy that is behind to the commands that bring it up to date, and what becomes of those. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class TransfersIT {
    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aPulledCopyIsBroughtUpToDateStepByStepWithoutBeingAsked() {
        lab.declare("ta", "tb", "--no-privilege-elevation --recursive op@192.0.2.1:tank/off copy/off\n", "copy/off");
        lab.datasets("ta", new Receiving(null, 99, false), "tank/off");
        lab.snapshots("ta", "tank/off", 3);
        lab.datasets("tb", CLEAN, "copy");

        Decoded<PullDatasets> full = lab.firstPull("tb");
        assertThat(TransferLab.only(full).expected()).isEqualTo(new Expected(null, "1", null));
        assertThat(full.message().route()).isEqualTo(new SshRoute("op", "192.0.2.1", 0, null));
        assertThat(TransferLab.only(full).target()).isEqualTo("copy/off");
        transfers("tb")
                .body("items", hasSize(1))
                .body("items[0].state", is("PULLING"))
                .body("items[0].askedBy", nullValue())
                .body("items[0].current.kind", is("FULL"))
                .body("items[0].current.to", is("s1"))
                .body("items[0].current.movedBytes", nullValue());
        UUID command = id(full);
        lab.bus.report("tb", new CommandAccepted(command, Instant.now()));
        lab.bus.report(
                "tb",
                new CommandProgress(
                        command,
                        1,
                        List.of(new OutputLine(false, "10 of 4096 bytes"), new OutputLine(false, "1024 of 4096 bytes")),
                        0));
        await(() -> transfers("tb")
                .body("items[0].current.movedBytes", is(1024))
                .body("items[0].current.totalBytes", is(4096)));
        lab.done("tb", full, "1", 4096);
        lab.datasets("tb", CLEAN, "copy", "copy/off");
        lab.snapshots("tb", "copy/off", 1);

        Decoded<PullDatasets> rest = lab.pullBehind("tb", command);
        assertThat(TransferLab.only(rest).expected()).isEqualTo(new Expected("1", "3", null));
        lab.done("tb", rest, "3", 100);
        lab.snapshots("tb", "copy/off", 3);

        await(() -> transfers("tb")
                .body("items", hasSize(1))
                .body("items[0].state", is("DONE"))
                .body("items[0].steps", is(2))
                .body("items[0].bytes", is(4196))
                .body("items[0].endedAt", notNullValue()));
        pairs("tb").body("items[0].state", is("CURRENT")).body("items[0].snapshotsBehind", is(0));
        given().get("/transfers").then().statusCode(401);
    }

    @Test
    void whatCannotGoOnIsToldOnceAndWhenItGoesOnAgain() {
        lab.declare("tc", "td", "root@tc:tank/x copy/x\n", "copy");
        lab.datasets("tc", CLEAN, "tank/x");
        lab.snapshots("tc", "tank/x", 2);
        lab.datasets("td", CLEAN, "copy/x");
        lab.snapshots("td", "copy/x", 1);

        Decoded<PullDatasets> first = lab.firstPull("td");
        lab.failed("td", first, CommandFailed.Reason.NO_SPACE, "zfs receive: out of space");

        Decoded<PullFailed> told = lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                PullFailed.class,
                event -> event.message().copy().node().equals("td"));
        assertThat(told.message().reason()).isEqualTo("NO_SPACE");
        await(() -> transfers("td")
                .body("items[0].state", is("FAILED"))
                .body("items[0].reason", is("NO_SPACE"))
                .body("items[0].problem", containsString("out of space")));

        SnapshotLab.as("operator")
                .body(Map.of("node", "td", "dataset", "copy/x"))
                .post("/transfers")
                .then()
                .statusCode(202)
                .body("items", hasSize(1))
                .body("items[0].askedBy", is("tester"));
        Decoded<PullDatasets> again = lab.pullBehind("td", id(first));
        lab.done("td", again, "2", 7);
        lab.snapshots("td", "copy/x", 2);

        lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                PullRecovered.class,
                event -> event.message().copy().node().equals("td"));
        await(() -> transfers("td").body("items.state", contains("DONE", "FAILED")));
        assertThat(lab.bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                        .map(sent -> Codec.decode(sent, Message.class).message())
                        .filter(PullFailed.class::isInstance)
                        .map(PullFailed.class::cast)
                        .filter(event -> event.copy().node().equals("td")))
                .hasSize(1);
    }

    @Test
    void aPersonAsksForCopiesThatBrigadeOnlyWatchesAndEndsOne() {
        lab.declare("te", "tf", "--recursive root@te:tank/w copy/w\n--no-stream root@te:tank/n copy/n\n", "other");
        lab.datasets("te", CLEAN, "tank/w", "tank/w/a", "tank/w/b", "tank/n");
        lab.datasets("tf", CLEAN, "copy/w", "copy/w/a", "copy/w/b");
        Stream.of("/w", "/w/a", "/w/b", "/n").forEach(name -> lab.snapshots("te", "tank" + name, 2));
        Stream.of("/w", "/w/a", "/w/b").forEach(name -> lab.snapshots("tf", "copy" + name, 1));
        await(() -> pairs("tf").body("items.common.snapshot", hasItems("s1", "s1", "s1")));
        transfers("tf").body("items", hasSize(0));

        Map<String, Object> wish = Map.of("node", "tf", "dataset", "copy/w", "recursive", true);
        List<String> ids = ask(wish);
        assertThat(ids).hasSize(3);
        assertThat(ask(wish)).as("they are under way").containsExactlyElementsOf(ids);
        await(() -> transfers("tf").body("items.state", everyItem(is("PULLING"))));
        Decoded<PullDatasets> running = lab.pullInto("tf", "copy/w/a");
        String cancelled = transfers("tf").extract().path("items.find { it.target.dataset == 'copy/w/a' }.id");
        SnapshotLab.as("operator")
                .delete("/transfers/" + cancelled)
                .then()
                .statusCode(202)
                .body("cancelledBy", is("tester"));
        SnapshotLab.as("operator").delete("/transfers/" + cancelled).then().statusCode(202);
        Decoded<CancelCommand> cancel = lab.bus.await(Topic.commands("tf"), CancelCommand.class, _ -> true);
        assertThat(cancel.message().commandId()).isEqualTo(id(running));
        assertThat(running.message().pulls())
                .as("all that is small travels in one command")
                .extracting(Pull::target)
                .containsExactly("copy/w", "copy/w/a", "copy/w/b");
        Problem problem = new Problem("CANCELLED", "was cancelled");
        lab.bus.report(
                "tf",
                new CommandFailed(
                        id(running),
                        Instant.now(),
                        CommandFailed.Reason.CANCELLED,
                        "2 of 3 datasets did not come",
                        null,
                        new DatasetsPulled(List.of(
                                TransferLab.pulled("copy/w", "2", 5, null),
                                TransferLab.pulled("copy/w/a", "1", 1, problem),
                                TransferLab.pulled("copy/w/b", "1", 0, problem)))));
        await(() -> transfers("tf").body("items.find { it.target.dataset == 'copy/w' }.bytes", is(5)));
        lab.snapshots("tf", "copy/w", 2);
        await(() -> one(cancelled).body("state", is("CANCELLED")).body("endedAt", notNullValue()));
        assertThat(lab.bus.all(Topic.commands("tf")).stream()
                        .map(sent -> Codec.decode(sent, Message.class).message())
                        .filter(CancelCommand.class::isInstance))
                .as("each time it is asked for, as the node may have been away")
                .hasSize(2)
                .containsOnly(new CancelCommand(id(running)));

        Decoded<PullDatasets> again = lab.pullBehind("tf", id(running));
        assertThat(TransferLab.only(again).target())
                .as("what travelled with it goes on at once")
                .isEqualTo("copy/w/b");
        lab.done("tf", again, "2", 5);
        lab.snapshots("tf", "copy/w/b", 2);
        await(() -> transfers("tf&state=DONE").body("items", hasSize(2)));
        String done = transfers("tf&state=DONE").extract().path("items[0].id");
        SnapshotLab.as("operator").delete("/transfers/" + done).then().statusCode(409);
    }

    @Test
    void ofTwoLinesThatBringIntoOneDatasetOneHasItsTurnAtATime() {
        lab.declare("ti", "tj", "root@ti:tank/one copy/t\nroot@ti:tank/two copy/t\n", "copy");
        lab.datasets("ti", CLEAN, "tank/one", "tank/two");
        lab.snapshots("ti", "tank/one", 2);
        lab.snapshots("ti", "tank/two", 2);
        lab.datasets("tj", CLEAN, "copy");

        Decoded<PullDatasets> first = lab.firstPull("tj");
        transfers("tj").body("items", hasSize(1));
        assertThat(ask(Map.of("node", "tj", "dataset", "copy/t"))).hasSize(1);
        lab.failed("tj", first, CommandFailed.Reason.NO_SPACE, "out of space");

        Decoded<PullDatasets> second = lab.pullBehind("tj", id(first));
        assertThat(TransferLab.only(second).source())
                .isNotEqualTo(TransferLab.only(first).source());
        await(() -> transfers("tj").body("items.state", contains("PULLING", "FAILED")));
    }

    @Test
    void whatCannotBeAskedForIsRefusedWithItsField() {
        lab.declare("tg", "th", "--no-stream root@tg:tank/n copy/n\nroot@203.0.113.9:tank/u copy/u\n", "copy");
        lab.datasets("tg", CLEAN, "tank/n");
        lab.datasets("th", CLEAN, "copy");
        await(() -> pairs("th").body("items", hasSize(2)));

        refused(Map.of("dataset", "copy/n"), "node", "GET pairs");
        refused(Map.of("node", "th"), "dataset", "is missing");
        refused(Map.of("node", "th", "dataset", "a@b"), "dataset", "is no dataset name");
        refused(Map.of("node", "th", "dataset", "copy/none"), "dataset", "no syncoid-args.conf brings copy/none to th");
        refused(Map.of("node", "th", "dataset", "copy/u"), "dataset", "no declared node");
        refused(
                Map.of("node", "th", "dataset", "copy/n"),
                "dataset",
                "confs/th/sanoid/syncoid-args.conf:1 asks for what Brigade does not do: --no-stream");
        SnapshotLab.as("viewer")
                .body(Map.of("node", "th", "dataset", "copy/n"))
                .post("/transfers")
                .then()
                .statusCode(403);
        SnapshotLab.as("viewer").get("/transfers/" + UUID.randomUUID()).then().statusCode(404);
        SnapshotLab.as("viewer").get("/transfers?after=x").then().statusCode(400);
        SnapshotLab.as("viewer").get("/pairs/problems").then().body("items.line", hasItems(1, 2));
    }

    private void refused(Map<String, Object> wish, String field, String why) {
        SnapshotLab.as("operator")
                .body(wish)
                .post("/transfers")
                .then()
                .statusCode(400)
                .body("errors[0].field", is(field))
                .body("errors[0].detail", containsString(why));
    }

    private List<String> ask(Map<String, Object> wish) {
        return SnapshotLab.as("operator")
                .body(wish)
                .post("/transfers")
                .then()
                .statusCode(202)
                .extract()
                .path("items.id");
    }

    private static ValidatableResponse transfers(String node) {
        return SnapshotLab.as("viewer").get("/transfers?node=" + node).then().statusCode(200);
    }

    private static ValidatableResponse one(String id) {
        return SnapshotLab.as("viewer").get("/transfers/" + id).then().statusCode(200);
    }

    private static ValidatableResponse pairs(String node) {
        return SnapshotLab.as("viewer").get("/pairs?node=" + node).then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
