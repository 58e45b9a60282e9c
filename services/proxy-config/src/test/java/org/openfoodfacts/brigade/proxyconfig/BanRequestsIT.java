package org.openfoodfacts.brigade.proxyconfig;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.ProxyEvent;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** What may be banned, by whom, and how it is listed. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class BanRequestsIT {
    private BansLab lab;

    @BeforeEach
    void declareProxy() {
        lab = new BansLab();
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void whatTheFleetProtectsIsNeverBannedAndNoLongerBanned() {
        BansLab.ban("address", "10.1.0.101", "PT1H")
                .statusCode(422)
                .body("detail", containsString("node " + lab.proxy));
        BansLab.ban("cidr", "10.0.0.0/8", "PT1H").statusCode(422);
        BansLab.ban("cidr", "127.0.0.0/8", "PT1H").statusCode(422).body("detail", containsString("loopback"));
        BansLab.ban("cidr", "0.0.0.0/0", "PT1H").statusCode(422).body("detail", containsString("too wide"));
        String id = BansLab.ban("cidr", "192.0.2.0/24", "PT1H")
                .statusCode(201)
                .extract()
                .path("id");
        lab.declare(List.of(new ProtectedNetwork("192.0.2.128/25", "office")), lab.proxy);
        var lifted = lab.bus.await(
                BansLab.EVENTS,
                ProxyEvent.BanLifted.class,
                d -> d.message().banId().toString().equals(id));
        assertThat(lifted.message().by()).startsWith("fleet ");
        BansLab.await(() -> assertThat(lab.newestOrder().bans())
                .extracting(b -> b.id().toString())
                .doesNotContain(id));
        BansLab.ban("address", "192.0.2.200", "PT1H").statusCode(422).body("detail", containsString("office"));
    }

    @Test
    void aFleetThatCannotBeReadWholeIsPutAside() {
        lab.declare(List.of(new ProtectedNetwork("the office", "typo")), lab.proxy, "never-a-proxy");
        lab.bus.await(
                Topic.FLEET.deadLetters(),
                FleetDeclared.class,
                d -> d.message().nodes().size() == 2
                        && d.message().nodes().getFirst().name().equals(lab.proxy));
        BansLab.as("viewer").get("/proxies").then().body("node", hasSize(1)).body("[0].node", is(lab.proxy));
    }

    @Test
    void wrongInputIsNamedAndRolesAreKept() {
        BansLab.ban("cidr", "198.51.100.1/24", "PT1H")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", is("cidr"))
                .body("detail", containsString("198.51.100.0/24"));
        BansLab.ban("address", "fe80::1%eth0", "PT1H").statusCode(400).body("errors[0].field", is("address"));
        BansLab.ban("address", "198.51.100.1", "an hour").statusCode(400).body("errors[0].field", is("duration"));
        BansLab.as("operator")
                .body(Map.of("address", "198.51.100.1", "reason", "x"))
                .post("/bans")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("duration"));
        BansLab.as("operator")
                .body(Map.of("adress", "198.51.100.1"))
                .post("/bans")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("adress"));
        String id = BansLab.ban("address", "198.51.100.40", "PT1H")
                .statusCode(201)
                .extract()
                .path("id");
        BansLab.ban("address", "198.51.100.40", "PT2H").statusCode(409).body("detail", containsString(id));
        BansLab.as("viewer").body(Map.of()).post("/bans").then().statusCode(403);
        BansLab.as("viewer").delete("/bans/" + id).then().statusCode(403);
        given().get("/bans").then().statusCode(401);
        BansLab.as("operator").delete("/bans/" + UUID.randomUUID()).then().statusCode(404);
        BansLab.as("viewer").get("/bans?address=x").then().statusCode(400).body("errors[0].field", is("address"));
        BansLab.as("viewer").get("/bans?after=x").then().statusCode(400).body("errors[0].field", is("after"));
        BansLab.as("viewer").get("/bans?active=x").then().statusCode(400).body("errors[0].field", is("active"));
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    @Test
    void bansArePagedNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(BansLab.ban("address", "203.0.113.20" + i, "PT1H").extract().path("id"));
        }
        String next = BansLab.as("viewer")
                .get("/bans?active=true&limit=2")
                .then()
                .body("items", hasSize(2))
                .body("items[0].id", is(ids.get(2)))
                .extract()
                .path("next");
        BansLab.as("viewer")
                .get("/bans?active=true&limit=2&after=" + next)
                .then()
                .body("items[0].id", is(ids.get(0)));
        ids.forEach(id -> BansLab.as("operator").delete("/bans/" + id).then().statusCode(200));
        BansLab.as("viewer")
                .get("/bans?active=true&address=203.0.113.0/24")
                .then()
                .body("items", hasSize(0));
    }
}
