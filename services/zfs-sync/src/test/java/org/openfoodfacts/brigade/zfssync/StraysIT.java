package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestTokens;
import org.openfoodfacts.brigade.zfssync.domain.Pair;

/** What nobody will take away, from the facts to the list. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class StraysIT {
    private final Instant longAgo = Instant.now().minus(Duration.ofDays(90));

    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void whatNobodyTakesAwayIsListedWithItsCostTheCostliestFirst() {
        String declared = new Pair.Key("sa", "tank/x", "sb", "copy/x").holdTag();
        String gone = new Pair.Key("sa", "tank/x", "sb", "copy/gone").holdTag();
        lab.declare("sa", "sb", "root@sa:tank/x copy/x\n", "elsewhere");
        lab.datasets("sa", CLEAN, "tank/x", "tank/x.aside-2026-11-28", "tank/x.aside-2026-11-28/below");
        lab.bus.fact(
                "sa",
                new SnapshotsFact(
                        "tank/x",
                        List.of(
                                snapshot("autosnap_2026-08-01_00:00:01_daily", 1, List.of(gone), null),
                                snapshot("autosnap_2026-08-02_00:00:01_daily", 2, List.of(declared), null),
                                snapshot("before-upgrade", 5000, List.of(), null),
                                snapshot("vzdump", 700, List.of(), null),
                                snapshot("by-hand", 9, List.of(), new Expiry("test", Instant.now())),
                                snapshot(
                                        "brigade_20260801T000000Z_61f642e2", 8, List.of(), new Expiry("test", longAgo)),
                                snapshot("before-the-copy-stalled", 9000, List.of(), null)),
                        List.of()));
        lab.datasets("sb", CLEAN, "copy/x");
        lab.bus.fact(
                "sb",
                new SnapshotsFact(
                        "copy/x", List.of(snapshot("before-the-copy-stalled", 9000, List.of(), null)), List.of()));

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> strays("node=sa&order=costliest")
                        .body(
                                "items.kind",
                                contains("UNKNOWN_SNAPSHOT", "LEFT_BY_TOOL", "SET_ASIDE", "EXPIRED", "HELD_FOR_NOBODY"))
                        .body("items.costBytes", contains(5000, 700, 10, 8, 1))
                        .body("items[0].remedy", is("zfs destroy 'tank/x@before-upgrade'"))
                        .body("items[4].remedy", containsString("zfs release " + gone)));
        strays("node=sa&order=costliest&limit=2")
                .body("items.snapshot", contains("before-upgrade", "vzdump"))
                .body("next", nullValue());
        strays("node=sa")
                .body(
                        "items.kind",
                        contains("SET_ASIDE", "HELD_FOR_NOBODY", "UNKNOWN_SNAPSHOT", "EXPIRED", "LEFT_BY_TOOL"));
        strays("node=sb").body("items", hasSize(0));
        strays("node=nobody").body("items", hasSize(0));
        given().get("/strays").then().statusCode(401);
        as().get("/strays?order=costliest&after=sa/tank").then().statusCode(400).body("errors[0].field", is("after"));
        as().get("/strays?order=newest").then().statusCode(400).body("errors[0].field", is("order"));
    }

    @Test
    void whatComesToCostMoreBetweenTwoPagesIsOnOneOfThem() {
        lab.bus.enrol("sc");
        lab.datasets("sc", CLEAN, "tank/x");
        byHand("sc", 100, 50, 20);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> strays("node=sc").body("items", hasSize(3)));
        String next =
                strays("node=sc&limit=1").body("items", hasSize(1)).extract().path("next");

        byHand("sc", 100, 50, 900);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> strays("node=sc&order=costliest&limit=1").body("items.costBytes", contains(900)));
        List<String> first = strays("node=sc&limit=1").extract().path("items.snapshot");
        List<String> rest = as().queryParam("after", next)
                .get("/strays?node=sc")
                .then()
                .statusCode(200)
                .body("next", nullValue())
                .extract()
                .path("items.snapshot");
        assertThat(Stream.of(first, rest).flatMap(List::stream)).containsExactly("hand-0", "hand-1", "hand-2");
    }

    /** Snapshots {@code hand-0}, {@code hand-1} and so on, each with so many bytes. */
    private void byHand(String node, long... used) {
        List<Snapshot> all = IntStream.range(0, used.length)
                .mapToObj(i -> new Snapshot(
                        "hand-" + i, "7" + i, i, longAgo.plusSeconds(i), used[i], List.of(), List.of(), null))
                .toList();
        lab.bus.fact(node, new SnapshotsFact("tank/x", all, List.of()));
    }

    private Snapshot snapshot(String name, int number, List<String> holds, Expiry expiry) {
        return new Snapshot(name, "8" + number, number, longAgo.plusSeconds(number), number, holds, List.of(), expiry);
    }

    private static ValidatableResponse strays(String query) {
        return as().get("/strays?" + query).then().statusCode(200);
    }

    private static RequestSpecification as() {
        return given().auth().oauth2(TestTokens.token("viewer"));
    }
}
