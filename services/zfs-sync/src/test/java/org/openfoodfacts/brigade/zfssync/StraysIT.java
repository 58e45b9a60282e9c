package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> strays("node=sa")
                        .body(
                                "items.kind",
                                contains("UNKNOWN_SNAPSHOT", "LEFT_BY_TOOL", "SET_ASIDE", "EXPIRED", "HELD_FOR_NOBODY"))
                        .body("items.costBytes", contains(5000, 700, 10, 8, 1))
                        .body("items[0].remedy", is("zfs destroy 'tank/x@before-upgrade'"))
                        .body("items[4].remedy", containsString("zfs release " + gone)));
        String next = strays("node=sa&limit=2")
                .body("items.snapshot", contains("before-upgrade", "vzdump"))
                .extract()
                .path("next");
        given().auth()
                .oauth2(TestTokens.token("viewer"))
                .queryParam("after", next)
                .get("/strays?node=sa")
                .then()
                .body("items.kind", contains("SET_ASIDE", "EXPIRED", "HELD_FOR_NOBODY"));
        strays("node=sb").body("items", hasSize(0));
        strays("node=nobody").body("items", hasSize(0));
        given().get("/strays").then().statusCode(401);
    }

    private Snapshot snapshot(String name, int number, List<String> holds, Expiry expiry) {
        return new Snapshot(name, "8" + number, number, longAgo.plusSeconds(number), number, holds, List.of(), expiry);
    }

    private static ValidatableResponse strays(String query) {
        return given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get("/strays?" + query)
                .then()
                .statusCode(200);
    }
}
