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
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** From the declared set to the commands for host and consumers, what becomes of them, and what is told. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ClonesIT {
    private static final String DAILY = "autosnap_x_daily";
    private static final SnapshotsCloned FRESH =
            new SnapshotsCloned(List.of(new Clone("t/s/a.next", "11"), new Clone("t/s/b.next", "12")));

    private final TestBus bus = new TestBus();
    private final Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);

    @AfterEach
    void closeBus() {
        bus.close();
    }

    private void declare(String host, String consumer, String schedule) {
        bus.enrol(host);
        bus.enrol(consumer);
        DeclaredClones set = new DeclaredClones(
                "set-" + host,
                host,
                "daily",
                schedule,
                List.of(new DeclaredClone("t/a", "t/s/a"), new DeclaredClone("t/b", "t/s/b")),
                List.of(new DeclaredConsumer(consumer, List.of("web.service", "mnt.mount"))));
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "clones",
                new FleetDeclared(
                        "clones",
                        "r",
                        "c",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(set)));
    }

    private static String minutesAgo(int minutes) {
        return LocalTime.now(ZoneOffset.UTC).minusMinutes(minutes).format(DateTimeFormatter.ofPattern("HH:mm"));
    }

    private void snapshots(String host) {
        for (String dataset : List.of("t/a", "t/b")) {
            bus.fact(
                    host,
                    new SnapshotsFact(
                            dataset,
                            List.of(
                                    snapshot(DAILY, dataset + "1", midnight),
                                    snapshot("autosnap_x_hourly", dataset + "2", midnight.plusSeconds(3600))),
                            List.of()));
        }
    }

    private static Snapshot snapshot(String name, String guid, Instant taken) {
        return new Snapshot(name, guid, taken.getEpochSecond(), taken, 0, List.of(), List.of(), null, null);
    }

    private void datasets(String host, Dataset... datasets) {
        bus.fact(host, new DatasetsFact(List.of(datasets)));
    }

    private static Dataset clone(String name, String guid, String origin) {
        return new Dataset(name, guid, "filesystem", 10, 1L << 30, 5, origin, null, null);
    }

    @Test
    void aSetIsTakenToTheNewestMomentAndItsConsumersAreStoppedMeanwhile() {
        declare("ka", "kb", null);
        snapshots("ka");
        datasets("ka", clone("t/s/a.before", "9", "t/a@old"));
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
                .body("snapshot", is(DAILY))
                .body("askedBy", is("tester"))
                .extract()
                .path("id");

        Decoded<DestroyClones> clear = command("ka", DestroyClones.class, null);
        assertThat(clear.message().clones()).containsExactly(new Doomed("t/s/a.before", "9"));
        done("ka", clear, new ClonesDestroyed(List.of("t/s/a.before"), 5));
        Decoded<CloneSnapshots> clone = command("ka", CloneSnapshots.class, null);
        assertThat(clone.message().clones())
                .containsExactly(
                        new CloneSnapshots.Clone("t/a", DAILY, "t/a1", "t/s/a.next", "t/s/a"),
                        new CloneSnapshots.Clone("t/b", DAILY, "t/b1", "t/s/b.next", "t/s/b"));
        done("ka", clone, FRESH);
        done("kb", command("kb", StopUnits.class, null), new UnitsStopped(List.of("web.service", "mnt.mount")));
        Decoded<SwapClones> swap = command("ka", SwapClones.class, null);
        await(() -> get("/clones/refreshes/" + id)
                .body("state", is("ACTING"))
                .body("step", is("SWAP"))
                .body("inPlace", is("OLD")));
        done("ka", swap, new ClonesSwapped(List.of(new Clone("t/s/a.before", "1"), new Clone("t/s/b.before", "2"))));
        Decoded<StartUnits> start = command("kb", StartUnits.class, null);
        assertThat(start.message().units()).containsExactly("mnt.mount", "web.service");
        done("kb", start, new UnitsStarted(start.message().units()));
        done("ka", command("ka", DestroyClones.class, clear), new ClonesDestroyed(List.of(), 9));

        ClonesRefreshed told = event(ClonesRefreshed.class, "ka").message();
        assertThat(told.by()).isEqualTo("tester");
        assertThat(told.refreshId()).isEqualTo(UUID.fromString(id));
        assertThat(told.moment()).isEqualTo(midnight);
        datasets("ka", clone("t/s/a", "11", "t/a@" + DAILY), clone("t/s/b", "12", "t/b@" + DAILY));
        await(() -> get("/clones")
                .body("items[0].moment", is(midnight.toString()))
                .body("items[0].age", notNullValue())
                .body("items[0].clones.origin", contains("t/a@" + DAILY, "t/b@" + DAILY))
                .body("items[0].last.state", is("DONE"))
                .body("items[0].last.inPlace", is("FRESH")));
        await(() -> assertThat(given().get("/metrics").asString())
                .contains("brigade_zfs_clones_failed{clones=\"set-ka\",node=\"ka\"} 0.0")
                .contains("brigade_zfs_clones_age_seconds{clones=\"set-ka\",node=\"ka\"}"));
        get("/clones/refreshes?name=set-ka").body("items", hasSize(1)).body("items[0].down", hasSize(0));
    }

    @Test
    void whatFailsIsToldWithWhoWasStartedAgain() {
        declare("kc", "kd", null);
        snapshots("kc");
        datasets("kc");
        await(() -> get("/clones").body("items.name", contains("set-kc")));
        await(() -> refresh("operator", "set-kc").statusCode(202));
        done("kc", command("kc", CloneSnapshots.class, null), FRESH);
        done("kd", command("kd", StopUnits.class, null), new UnitsStopped(List.of("web.service")));
        Decoded<SwapClones> swap = command("kc", SwapClones.class, null);
        failed("kc", swap, CommandFailed.Reason.TOOL_FAILED, "in use by process 7");
        Decoded<StartUnits> start = command("kd", StartUnits.class, null);
        assertThat(start.message().units()).containsExactly("web.service");
        done("kd", start, new UnitsStarted(List.of("web.service")));
        done("kc", command("kc", DestroyClones.class, null), new ClonesDestroyed(List.of(), 0));

        ClonesRefreshFailed told = event(ClonesRefreshFailed.class, "kc").message();
        assertThat(told.step()).isEqualTo("SWAP");
        assertThat(told.inPlace()).isEqualTo("OLD");
        assertThat(told.detail()).contains("process 7");
        await(() -> get("/clones")
                .body("items[0].last.state", is("FAILED"))
                .body("items[0].last.problem", endsWith("process 7")));
        await(() -> assertThat(given().get("/metrics").asString())
                .contains("brigade_zfs_clones_failed{clones=\"set-kc\",node=\"kc\"} 1.0"));
    }

    @Test
    void aMomentThatNotAllSourcesHaveIsNotTakenFromAnother() {
        declare("ke", "kf", null);
        bus.fact("ke", new SnapshotsFact("t/a", List.of(snapshot(DAILY, "1", midnight)), List.of()));
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
        declare("kg", "kh", aMinuteAgo);
        snapshots("kg");
        datasets("kg");

        Decoded<CloneSnapshots> clone = command("kg", CloneSnapshots.class, null);
        failed("kg", clone, CommandFailed.Reason.NO_SPACE, "out of space");

        ClonesRefreshFailed told = event(ClonesRefreshFailed.class, "kg").message();
        assertThat(told.by()).isNull();
        get("/clones/refreshes?name=set-kg").body("items", hasSize(1)).body("items[0].askedBy", nullValue());
        get("/clones").body("items[0].next", notNullValue());
    }

    @Test
    void aScheduleThatFindsNoMomentInItsHourIsTold() {
        declare("ki", "kj", minutesAgo(57));

        ClonesRefreshFailed told = event(ClonesRefreshFailed.class, "ki").message();

        assertThat(told.reason()).isEqualTo("NO_COMMON_MOMENT");
        assertThat(told.detail()).contains("of the kind daily");
        await(() -> get("/clones/refreshes?name=set-ki")
                .body("items", hasSize(1))
                .body("items[0].state", is("FAILED"))
                .body("items[0].snapshot", nullValue()));
    }

    /** The newest such command of the node's that is not {@code before}. */
    private <C extends Command> Decoded<C> command(String node, Class<C> type, Decoded<C> before) {
        return bus.await(
                Topic.commands(node),
                type,
                sent -> before == null
                        || !sent.envelope().id().equals(before.envelope().id()));
    }

    private <E extends Event> Decoded<E> event(Class<E> type, String node) {
        return bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                type,
                told -> told.envelope().node().equals(node));
    }

    private void done(String node, Decoded<?> command, CommandResult result) {
        bus.report(node, new CommandDone(id(command), Instant.now(), result));
    }

    private void failed(String node, Decoded<?> command, CommandFailed.Reason reason, String detail) {
        bus.report(node, new CommandFailed(id(command), Instant.now(), reason, detail, null));
    }

    private static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
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
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(check);
    }
}
