package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.zfssync.persistence.SnapshotStore;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class SimulationIT extends PolicyBus {
    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    SnapshotStore snapshots;

    /** 100 bytes an hour, for the thirty days of today's file, and for the two of hourly ones that the change leaves. */
    private static final Map<String, Integer> HELD = Map.of("now", 200, "before", 30 * 24 * 100, "after", 48 * 100);

    @Test
    void aChangeIsSimulatedBeforeAnybodyMakesIt() {
        bus.enrol("ne");
        datasets("ne", "tank/off", "tank/logs");
        Instant old = Instant.now().minus(Duration.ofDays(10));
        bus.fact(
                "ne",
                new SnapshotsFact(
                        "tank/off",
                        Stream.of("31", "32", "33")
                                .map(guid -> new Snapshot(
                                        "autosnap_" + guid + "_daily",
                                        guid,
                                        Long.parseLong(guid),
                                        old.plus(Duration.ofHours(Long.parseLong(guid))),
                                        50,
                                        guid.equals("31") ? List.of("keep") : List.of(),
                                        List.of(),
                                        null,
                                        100L))
                                .toList(),
                        List.of()));
        declareOf("ne", "[tank/off]\ndaily = 30\nmonthly = 0\n", "nb", "");
        await(() -> policies("node=ne").body("items.dataset", contains("tank/off")));
        await(() -> viewer().get("/datasets/ne/tank/off").then().body("snapshots.items", hasSize(3)));

        simulate("ne", "tank", "[tank/off]\ndaily = 1\nmonthly = 0\nhourly_min = 5\n[tank/logs]\nhourly_min = 77\n")
                .statusCode(200)
                .body("datasets.dataset", contains("tank/logs", "tank/off"))
                .body("datasets[0].objection", containsString("sanoidConf:6: hourly_min = 77"))
                .body("datasets[1].destroyed.names", contains("autosnap_32_daily"))
                .body("datasets[1].onlyByChange.count", is(1))
                .body("datasets[1].spared[0].because[0].by", is("keep"))
                .body("datasets[1].held.DAILY", is(Map.of("now", 3, "before", 30, "after", 1)))
                .body("datasets[1].overwritten", is(HELD))
                .body(
                        "pools",
                        contains(Map.of(
                                "pool",
                                "tank",
                                "destroyed",
                                1,
                                "onlyByChange",
                                1,
                                "freedAtLeast",
                                50,
                                "overwritten",
                                HELD,
                                "notTold",
                                0)));
        simulate("ne", null, "[tank/off]\n").statusCode(200).body("datasets[0].onlyByChange.count", is(0));
        simulate("ne", null, "no section = 1\n").statusCode(400).body("detail", containsString("line 1"));
        simulate("ne", "tank/none", "[tank/off]\n").statusCode(404);
        simulate("nowhere", null, "[tank/off]\n").statusCode(404);
        simulate("ne", null, null).statusCode(400).body("errors[0].field", is("sanoidConf"));
    }

    /** Whoever read the snapshots of the other dataset would stumble. */
    @Test
    void onlyWhatIsAskedForIsRead() throws Throwable {
        bus.enrol("nq");
        datasets("nq", "tank/off", "tank/other");
        old("nq", "tank/off", "51", "52");
        old("nq", "tank/other", "53");
        await(() -> viewer().get("/datasets/nq/tank/off").then().body("snapshots.items", hasSize(2)));
        await(() -> viewer().get("/datasets/nq/tank/other").then().body("snapshots.items", hasSize(1)));
        write("update snapshot set holds = 'nobody can read this' where node = 'nq' and dataset = 'tank/other'");

        simulate("nq", "tank/off", "[tank]\nrecursive = yes\ndaily = 1\n")
                .statusCode(200)
                .body("datasets.dataset", contains("tank/off"))
                .body("datasets[0].destroyed.names", contains("autosnap_51_daily"));
        simulate("nq", null, "[tank/other]\ndaily = 1\n").statusCode(500);
        write("update snapshot set holds = '[]' where node = 'nq'");
    }

    /** Two of the datasets fit among those that are in memory at a time; whoever read the last earlier would stumble earlier. */
    @Test
    void ofManySnapshotsSomeAreInMemoryAtATimeAndAllAreCounted() throws Throwable {
        bus.enrol("nr");
        List<String> names = IntStream.range(0, 8).mapToObj(i -> "tank/d" + i).toList();
        datasets("nr", names.toArray(String[]::new));
        await(() -> viewer().get("/datasets/nr/tank/d7").then().statusCode(200));
        write("""
                insert into snapshot (node, dataset, name, guid, create_txg, creation, used_bytes, holds, clones)
                select 'nr', 'tank/d' || d, 'autosnap_' || s || '_daily', cast(s as text), s,
                  now() - interval '30 days' + s * interval '1 second', 1,
                  case when d = 7 then 'nobody can read this' else '[]' end, '[]'
                from generate_series(0, 7) d, generate_series(1, 4000) s""");
        write("""
                insert into snapshot_list (node, dataset, snapshots, used_bytes, observed_at, bookmarks)
                select 'nr', 'tank/d' || d, 4000, 4000, now(), '[]' from generate_series(0, 7) d""");
        List<String> seen = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() -> sessions.withSession(
                        session -> snapshots.ofEach(session, "nr", names, (dataset, all) -> seen.add(dataset)))))
                .isNotNull();

        assertThat(seen).isEqualTo(names.subList(0, 6));
        write("update snapshot set holds = '[]' where node = 'nr'");
        simulate("nr", null, "[tank/d0]\ndaily = 1\n[tank/d7]\ndaily = 10\n")
                .statusCode(200)
                .body("datasets.dataset", contains("tank/d0", "tank/d7"))
                .body("datasets.destroyed.count", contains(3999, 3990))
                .body("datasets[0].destroyed.names", hasSize(100))
                .body("pools[0].destroyed", is(3999 + 3990));
        write("delete from snapshot where node = 'nr'");
    }

    private void write(String statement) throws Throwable {
        var _ = VertxContextSupport.subscribeAndAwait(() -> sessions.withTransaction(
                session -> session.createNativeQuery(statement).executeUpdate()));
    }

    private static ValidatableResponse simulate(String node, String dataset, String sanoidConf) {
        Map<String, String> body = new HashMap<>(Map.of("node", node));
        body.put("dataset", dataset);
        body.put("sanoidConf", sanoidConf);
        return viewer().contentType("application/json")
                .body(body)
                .post("/policies/simulate")
                .then();
    }

    /** sanoid knows of no copies. */
    @Test
    void ofAnObservedDatasetItIsToldWhatSanoidWouldTakeFromItsCopy() {
        bus.enrol("nj");
        bus.enrol("nk");
        datasets("nj", "tank/off");
        datasets("nk", "copy/off");
        old("nj", "tank/off", "41", "42");
        old("nk", "copy/off", "41");
        String pull = "op@nj:tank/off copy/off\n";
        declareOf("nj", "[tank/off]\ndaily = 30\n", "nk", pull);
        await(() -> viewer().get("/pairs?node=nk").then().body("items[0].common.guid", is("41")));

        simulate("nj", null, "[tank/off]\ndaily = 1\n")
                .statusCode(200)
                .body("datasets[0].mode", is("OBSERVE"))
                .body("datasets[0].destroyed.names", contains("autosnap_41_daily"))
                .body("datasets[0].breaks[0].snapshot.name", is("autosnap_41_daily"))
                .body("datasets[0].breaks[0].because[0].by", is("nk copy/off"));

        declareOf("nj", "[tank/off]\ndaily = 30\n", "nk", pull, "tank/off");
        await(() -> policies("node=nj").body("items[0].mode", is("MANAGE")));
        simulate("nj", null, "[tank/off]\ndaily = 1\n")
                .statusCode(200)
                .body("datasets[0].mode", is("MANAGE"))
                .body("datasets[0].destroyed.count", is(0))
                .body("datasets[0].spared[0].snapshot.name", is("autosnap_41_daily"))
                .body("datasets[0].breaks", hasSize(0));
    }

    private void old(String node, String dataset, String... guids) {
        Instant old = Instant.now().minus(Duration.ofDays(10));
        bus.fact(
                node,
                new SnapshotsFact(
                        dataset,
                        Stream.of(guids)
                                .map(guid -> new Snapshot(
                                        "autosnap_" + guid + "_daily",
                                        guid,
                                        Long.parseLong(guid),
                                        old.plusSeconds(Long.parseLong(guid)),
                                        50,
                                        List.of(),
                                        List.of(),
                                        null))
                                .toList(),
                        List.of()));
    }
}
