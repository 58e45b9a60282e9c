package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** From the declared set to the commands for host and consumers, what becomes of them, and what is told. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ClonesIT {
    private final ClonesLab lab = new ClonesLab();

    @AfterEach
    void closeBus() {
        lab.close();
    }

    @Test
    void aSetIsTakenToTheNewestMomentAndItsConsumersAreStoppedMeanwhile() {
        lab.declare("ka", "kb", null);
        lab.snapshots("ka");
        lab.datasets("ka", ClonesLab.clone("t/s/a.before", "9", "t/a@old"));
        await(() -> get("/clones")
                .body("items.name", contains("set-ka"))
                .body("items[0].moment", nullValue())
                .body("items[0].next", nullValue()));
        refresh("viewer", "set-ka").statusCode(403);
        refresh("operator", "set-kz").statusCode(404).body("detail", containsString("set-kz"));
        await(() -> refresh("operator", "set-ka").statusCode(202));
        String id = refresh("operator", "set-ka")
                .statusCode(202)
                .body("clones", is("set-ka"))
                .body("snapshot", is(ClonesLab.DAILY))
                .body("askedBy", is("tester"))
                .extract()
                .path("id");

        Decoded<DestroyClones> clear = lab.command("ka", DestroyClones.class, null);
        assertThat(clear.message().clones()).containsExactly(new Doomed("t/s/a.before", "9"));
        lab.done("ka", clear, new ClonesDestroyed(List.of("t/s/a.before"), 5));
        Decoded<CloneSnapshots> clone = lab.command("ka", CloneSnapshots.class, null);
        assertThat(clone.message().clones())
                .containsExactly(
                        new CloneSnapshots.Clone("t/a", ClonesLab.DAILY, "t/a1", "t/s/a.next", "t/s/a"),
                        new CloneSnapshots.Clone("t/b", ClonesLab.DAILY, "t/b1", "t/s/b.next", "t/s/b"));
        lab.done("ka", clone, ClonesLab.FRESH);
        lab.done("kb", lab.command("kb", StopUnits.class, null), new UnitsStopped(List.of("web.service", "mnt.mount")));
        Decoded<SwapClones> swap = lab.command("ka", SwapClones.class, null);
        await(() -> get("/clones/refreshes/" + id)
                .body("state", is("ACTING"))
                .body("step", is("SWAP"))
                .body("inPlace", is("OLD")));
        lab.done(
                "ka", swap, new ClonesSwapped(List.of(new Clone("t/s/a.before", "1"), new Clone("t/s/b.before", "2"))));
        Decoded<StartUnits> start = lab.command("kb", StartUnits.class, null);
        assertThat(start.message().units()).containsExactly("mnt.mount", "web.service");
        lab.done("kb", start, new UnitsStarted(start.message().units()));
        lab.done("ka", lab.command("ka", DestroyClones.class, clear), new ClonesDestroyed(List.of(), 9));

        ClonesRefreshed told = lab.event(ClonesRefreshed.class, "ka").message();
        assertThat(told.by()).isEqualTo("tester");
        assertThat(told.refreshId()).isEqualTo(UUID.fromString(id));
        assertThat(told.moment()).isEqualTo(lab.midnight);
        lab.datasets(
                "ka",
                ClonesLab.clone("t/s/a", "11", "t/a@" + ClonesLab.DAILY),
                ClonesLab.clone("t/s/b", "12", "t/b@" + ClonesLab.DAILY));
        await(() -> get("/clones")
                .body("items[0].moment", is(lab.midnight.toString()))
                .body("items[0].age", notNullValue())
                .body("items[0].clones.origin", contains("t/a@" + ClonesLab.DAILY, "t/b@" + ClonesLab.DAILY))
                .body("items[0].last.state", is("DONE"))
                .body("items[0].last.inPlace", is("FRESH")));
        await(() -> assertThat(given().get("/metrics").asString())
                .contains("brigade_zfs_clones_failed{clones=\"set-ka\",node=\"ka\"} 0.0")
                .contains("brigade_zfs_clones_age_seconds{clones=\"set-ka\",node=\"ka\"}"));
        get("/clones/refreshes?name=set-ka").body("items", hasSize(1)).body("items[0].down", hasSize(0));
    }

    @Test
    void whatFailsIsToldWithWhoWasStartedAgain() {
        refreshUpToStop("kc", "kd");
        lab.done("kd", lab.command("kd", StopUnits.class, null), new UnitsStopped(List.of("web.service")));
        Decoded<SwapClones> swap = lab.command("kc", SwapClones.class, null);
        lab.failed("kc", swap, CommandFailed.Reason.TOOL_FAILED, "in use by process 7");
        Decoded<StartUnits> start = lab.command("kd", StartUnits.class, null);
        assertThat(start.message().units()).containsExactly("web.service");
        lab.done("kd", start, new UnitsStarted(List.of("web.service")));
        lab.done("kc", lab.command("kc", DestroyClones.class, null), new ClonesDestroyed(List.of(), 0));

        ClonesRefreshFailed told = lab.event(ClonesRefreshFailed.class, "kc").message();
        assertThat(told.step()).isEqualTo("SWAP");
        assertThat(told.inPlace()).isEqualTo("OLD");
        assertThat(told.detail()).contains("process 7");
        await(() -> get("/clones")
                .body("items[0].last.state", is("FAILED"))
                .body("items[0].last.problem", endsWith("process 7")));
        await(() -> assertThat(given().get("/metrics").asString())
                .contains("brigade_zfs_clones_failed{clones=\"set-kc\",node=\"kc\"} 1.0"));
    }

    /** The fresh clones of the node are made; the consumer has not been stopped yet. */
    private void refreshUpToStop(String node, String consumer) {
        lab.declare(node, consumer, null);
        lab.snapshots(node);
        lab.datasets(node);
        await(() -> get("/clones").body("items.name", contains("set-" + node)));
        await(() -> refresh("operator", "set-" + node).statusCode(202));
        lab.done(node, lab.command(node, CloneSnapshots.class, null), ClonesLab.FRESH);
    }

    @Test
    void ofUnitsOfWhichOnlySomeCouldBeStoppedAndStartedTheRestIsNamed() {
        refreshUpToStop("kk", "kl");
        lab.failed(
                "kl",
                lab.command("kl", StopUnits.class, null),
                CommandFailed.Reason.TOOL_FAILED,
                "systemctl stop mnt.mount: it is busy",
                new UnitsStopped(List.of("mnt.mount", "web.service")));
        Decoded<StartUnits> start = lab.command("kl", StartUnits.class, null);
        assertThat(start.message().units())
                .as("those that may be down")
                .containsExactlyInAnyOrder("mnt.mount", "web.service");
        lab.failed(
                "kl",
                start,
                CommandFailed.Reason.TOOL_FAILED,
                "web.service: no port",
                new UnitsStarted(List.of("mnt.mount")));
        lab.done("kk", lab.command("kk", DestroyClones.class, null), new ClonesDestroyed(List.of(), 0));

        assertThat(lab.event(ClonesRefreshFailed.class, "kk").message().step()).isEqualTo("STOP");
        await(() -> get("/clones/refreshes?name=set-kk").body("items[0].down", contains("kl/web.service")));
    }

    @Test
    void aMomentThatNotAllSourcesHaveIsNotTakenFromAnother() {
        lab.declare("ke", "kf", null);
        lab.bus.fact(
                "ke",
                new SnapshotsFact("t/a", List.of(ClonesLab.snapshot(ClonesLab.DAILY, "1", lab.midnight)), List.of()));
        await(() -> get("/clones").body("items.name", contains("set-ke")));

        refresh("operator", "set-ke")
                .statusCode(409)
                .body(
                        "detail",
                        is("there is no moment of which all of t/a, t/b on ke have a snapshot of the kind daily"));
    }

    @Test
    void theScheduleAsksOnceADay() {
        String aMinuteAgo = LocalTime.now(ZoneOffset.UTC).minusMinutes(1).format(DateTimeFormatter.ofPattern("HH:mm"));
        lab.declare("kg", "kh", aMinuteAgo);
        lab.snapshots("kg");
        lab.datasets("kg");

        Decoded<CloneSnapshots> clone = lab.command("kg", CloneSnapshots.class, null);
        lab.failed("kg", clone, CommandFailed.Reason.NO_SPACE, "out of space");

        ClonesRefreshFailed told = lab.event(ClonesRefreshFailed.class, "kg").message();
        assertThat(told.by()).isNull();
        get("/clones/refreshes?name=set-kg").body("items", hasSize(1)).body("items[0].askedBy", nullValue());
        get("/clones").body("items[0].next", notNullValue());
    }

    @Test
    void aScheduleThatFindsNoMomentInItsHourIsTold() {
        lab.declare("ki", "kj", ClonesLab.minutesAgo(57));

        ClonesRefreshFailed told = lab.event(ClonesRefreshFailed.class, "ki").message();

        assertThat(told.reason()).isEqualTo("NO_COMMON_MOMENT");
        assertThat(told.detail()).contains("of the kind daily");
        await(() -> get("/clones/refreshes?name=set-ki")
                .body("items", hasSize(1))
                .body("items[0].state", is("FAILED"))
                .body("items[0].snapshot", nullValue()));
    }

    private static ValidatableResponse refresh(String role, String name) {
        return as(role).post("/clones/" + name + "/refresh").then();
    }

    private static ValidatableResponse get(String path) {
        return as("viewer").get(path).then().statusCode(200);
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role));
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }
}
