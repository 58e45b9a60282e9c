package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.OWN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyBlocked;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyRepairFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyRepaired;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.CopyUnblocked;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Receiving;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRenamed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** From what keeps a copy back to the plan, its approval and the commands, until the copy goes on. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class RepairsIT {
    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    /** {@code copy/x} has a snapshot of its own beyond the two that both have, and the source a third. */
    private void diverged(String source, String puller, String pulled, long written) {
        lab.declare(source, puller, "--no-rollback root@" + source + ":tank/x copy/x\n", pulled);
        lab.datasets(source, CLEAN, "tank/x");
        lab.snapshots(source, "tank/x", 3);
        lab.datasets(puller, CLEAN, "copy/x");
        lab.snapshotsAndOwn(puller, "copy/x", 2, written);
    }

    @Test
    void whatLosesSomethingIsToldAndDoneOnlyWhenAnAdminApprovesExactlyThat() {
        diverged("ma", "mb", "copy", 4096);

        CopyBlocked blocked = event(CopyBlocked.class, "mb").message();
        assertThat(blocked.finding().kind()).isEqualTo("DIVERGED");
        assertThat(blocked.finding().words()).contains("@" + OWN);
        assertThat(blocked.repairable()).isTrue();
        get("/pairs?node=mb")
                .body("items[0].finding.kind", is("DIVERGED"))
                .body("items[0].bytesBehind", is(1000))
                .body("items[0].state", is("CURRENT"));
        assertThat(given().get("/metrics").asString())
                .contains(
                        "brigade_zfs_pair_finding{dataset=\"copy/x\",kind=\"DIVERGED\",source_node=\"ma\",target_node=\"mb\"} 1.0");
        String plan = get("/repairs/plans?node=mb")
                .body("items", hasSize(1))
                .body("items[0].deeds", contains("roll copy/x back to @s2, destroying @" + OWN))
                .body("items[0].lostBytes", is(4096))
                .body("items[0].sentBytes", is(1000))
                .body("items[0].losesNothing", is(false))
                .body("items[0].obstacle", nullValue())
                .extract()
                .path("items[0].plan");
        Map<String, String> wish = Map.of("node", "mb", "dataset", "copy/x", "plan", plan);
        approve("operator", wish).statusCode(403).body("detail", containsString("an admin must approve it"));
        approve("admin", Map.of("node", "mb", "dataset", "copy/x", "plan", "0000"))
                .statusCode(409)
                .body("detail", containsString(plan));

        String repair = approve("admin", wish)
                .statusCode(202)
                .body("state", is("ACTING"))
                .body("approvedBy", is("tester"))
                .extract()
                .path("id");
        approve("admin", wish).statusCode(409).body("detail", containsString("repaired there"));
        Decoded<RollBackDataset> command = command("mb", RollBackDataset.class);
        assertThat(command.message())
                .isEqualTo(new RollBackDataset(
                        "copy/x", new SnapshotRef("s2", "2"), List.of(new SnapshotRef(OWN, "77")), 4096 + (1 << 20)));
        report("mb", command, new DatasetRolledBack("copy/x", List.of(OWN), 5000));
        lab.snapshots("mb", "copy/x", 2);

        CopyRepaired repaired = event(CopyRepaired.class, "mb").message();
        assertThat(repaired.lostBytes()).isEqualTo(5000);
        assertThat(repaired.by()).isEqualTo("tester");
        await(() -> get("/repairs/" + repair).body("state", is("DONE")).body("lostBytes", is(5000)));
        Decoded<PullDatasets> next = command("mb", PullDatasets.class);
        assertThat(TransferLab.only(next).expected()).isEqualTo(new PullDatasets.Expected("2", "3", null));
        lab.done("mb", next, "3", 100);
        lab.snapshots("mb", "copy/x", 3);
        event(CopyUnblocked.class, "mb");
        await(() -> get("/pairs?node=mb")
                .body("items[0].finding", nullValue())
                .body("items[0].bytesBehind", is(0))
                .body("items[0].lastTry.state", is("DONE")));
        get("/repairs/plans?node=mb").body("items", empty());
    }

    @Test
    void snapshotsThatHoldNothingAreTakenBackWithoutAskingAndTheMachineIsToldToLoseNothing() {
        diverged("mc", "md", "copy", 0);

        Decoded<RollBackDataset> command = command("md", RollBackDataset.class);

        assertThat(command.message().mostLostBytes()).isZero();
        lab.bus.report(
                "md",
                new CommandRefused(
                        id(command), Instant.now(), CommandRefused.Reason.PRECONDITION, "7 bytes would be lost"));
        CopyRepairFailed failed = event(CopyRepairFailed.class, "md").message();
        assertThat(failed.detail()).isEqualTo("7 bytes would be lost");
        assertThat(failed.by()).isNull();
        await(() -> get("/repairs?node=md")
                .body("items", hasSize(1))
                .body("items[0].state", is("FAILED"))
                .body("items[0].reason", is("PRECONDITION"))
                .body("items[0].deeds[0].done", is(false)));
    }

    @Test
    void whatAnotherCopyGoesOnFromIsNotDestroyedUnaskedThoughItHoldsNothing() {
        lab.declare("mi", "mj", "--no-rollback root@mi:tank/x copy/x\ncopy/x far/x\n", "copy");
        lab.datasets("mi", CLEAN, "tank/x");
        lab.snapshots("mi", "tank/x", 3);
        lab.datasets("mj", CLEAN, "copy/x", "far/x");
        lab.snapshotsAndOwn("mj", "far/x", 2, 0);
        lab.snapshotsAndOwn("mj", "copy/x", 2, 0);

        event(CopyBlocked.class, "mj");

        String plan = get("/repairs/plans?node=mj&dataset=copy/x")
                .body("items[0].needed", contains("mj:far/x goes on from @" + OWN))
                .body("items[0].lostBytes", is(0))
                .body("items[0].losesNothing", is(false))
                .extract()
                .path("items[0].plan");
        get("/repairs?node=mj").body("items", empty());
        Map<String, String> wish = Map.of("node", "mj", "dataset", "copy/x", "plan", plan);
        approve("operator", wish).statusCode(403).body("detail", containsString("mj:far/x goes on from @" + OWN));
        approve("admin", wish).statusCode(202);
        command("mj", RollBackDataset.class);
    }

    @Test
    void whatOthersBringIsNotTouchedUnasked() {
        diverged("me", "mf", "elsewhere", 0);

        event(CopyBlocked.class, "mf");

        await(() -> get("/repairs/plans?node=mf").body("items[0].losesNothing", is(true)));
        get("/repairs?node=mf").body("items", empty());
    }

    @Test
    void aCopyUnderAnotherNameIsRenamedBackAndNothingIsSentAnew() {
        lab.declare("mg", "mh", "root@mg:tank/x copy/x\n", "copy");
        lab.datasets("mg", CLEAN, "tank/x");
        lab.snapshots("mg", "tank/x", 2);
        lab.datasets("mh", new Receiving(null, 0, false), "copy", "copy/old", "copy/old/below", "copy/older");
        lab.snapshots("mh", "copy/old", 2);

        await(() -> get("/repairs/plans?node=mh")
                .body("items[0].finding.kind", is("COPY_RENAMED"))
                .body("items[0].deeds", contains("rename copy/old with copy/old/below to copy/x")));
        String plan = get("/repairs/plans?node=mh").extract().path("items[0].plan");
        approve("operator", Map.of("node", "mh", "dataset", "copy/x", "plan", plan))
                .statusCode(202);

        Decoded<RenameDataset> command = command("mh", RenameDataset.class);
        assertThat(command.message().to()).isEqualTo("copy/x");
        assertThat(command.message().below()).extracting(Below::dataset).containsExactly("copy/old/below");
        report("mh", command, new DatasetRenamed("copy/old", "copy/x"));
        await(() -> get("/repairs?node=mh").body("items[0].state", is("DONE")));
    }

    @Test
    void whatIsLikeTheCopyInAnotherPoolIsNotTheCopyUnderAnotherName() {
        lab.declare("mk", "ml", "root@mk:tank/x fresh/x\n", "fresh");
        lab.datasets("mk", CLEAN, "tank/x");
        lab.snapshots("ml", "copy/x", 2);
        lab.datasets("ml", CLEAN, "copy", "copy/x", "fresh");
        lab.snapshots("mk", "tank/x", 2);

        assertThat(TransferLab.only(command("ml", PullDatasets.class)).target()).isEqualTo("fresh/x");
        get("/repairs/plans?node=ml").body("items", empty());
    }

    @Test
    void whatIsWrongWithAnApprovalIsSaidByItsField() {
        assertField(Map.of("node", "NO", "dataset", "copy/x", "plan", "1"), "node", "GET repairs/plans");
        assertField(Map.of("node", "mb", "plan", "1"), "dataset", "is missing");
        assertField(Map.of("node", "mb", "dataset", "a@b", "plan", "1"), "dataset", "");
        assertField(Map.of("node", "mb", "dataset", "copy/x"), "plan", "is missing");
        approve("admin", Map.of("node", "nobody", "dataset", "copy/x", "plan", "1"))
                .statusCode(409)
                .body("detail", containsString("nothing keeps copy/x on nobody"));
        get("/repairs/0192f3a4-1090-7c31-9e58-6b1f0d2a4e90", 404).body("detail", containsString("there is no repair"));
        given().get("/repairs/plans").then().statusCode(401);
    }

    private static void assertField(Map<String, String> wish, String field, String why) {
        approve("admin", wish)
                .statusCode(400)
                .body("errors[0].field", is(field))
                .body("errors[0].detail", containsString(why));
    }

    private <T extends Event> Decoded<T> event(Class<T> type, String node) {
        return lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                type,
                event -> event.envelope().node().equals(node));
    }

    private <T extends Command> Decoded<T> command(String node, Class<T> type) {
        return lab.bus.await(Topic.commands(node), type, _ -> true);
    }

    private void report(String node, Decoded<?> command, CommandResult result) {
        lab.bus.report(node, new CommandDone(id(command), Instant.now(), result));
    }

    private static ValidatableResponse approve(String role, Map<String, String> wish) {
        return as(role).body(wish).post("/repairs").then();
    }

    private static ValidatableResponse get(String path) {
        return get(path, 200);
    }

    private static ValidatableResponse get(String path, int status) {
        return as("viewer").get(path).then().statusCode(status);
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
