package org.openfoodfacts.brigade.proxyconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.events.ProxyEvent;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** From the wish to the proxies and back. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class BansIT {
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
    void aBanReachesEveryProxyAndItsEnforcementIsToldOnce() {
        String id = BansLab.ban("cidr", "198.51.100.0/24", "PT1H")
                .statusCode(201)
                .header("Location", containsString("bans/"))
                .body("network", is("198.51.100.0/24"))
                .body("addedBy", is("tester"))
                .extract()
                .path("id");
        lab.bus.await(
                BansLab.EVENTS,
                ProxyEvent.BanAdded.class,
                d -> d.message().banId().toString().equals(id));
        Decoded<EnforceBans> order = lab.orderWith(id);
        BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .statusCode(200)
                .body("proxies[0].state", is("WANTED"))
                .body("proxies[0].wantedSince", notNullValue());

        lab.applied(order);
        lab.applied(order);
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("ENFORCED"))
                .body("proxies[0].enforcedSince", notNullValue()));
        lab.fact(order.message().generation(), "198.51.100.0/24");
        BansLab.await(() -> BansLab.as("viewer").get("/proxies").then().body("[0].problem", nullValue()));
        BansLab.as("viewer")
                .get("/bans?address=198.51.100.77&active=true")
                .then()
                .body("items.id", hasItem(id))
                .body("items[0].enforcedOn", is(1));
        BansLab.as("viewer").get("/bans?address=198.51.101.77").then().body("items", hasSize(0));

        BansLab.as("operator")
                .delete("/bans/" + id)
                .then()
                .statusCode(200)
                .body("ended.how", is("LIFTED"))
                .body("ended.by", is("tester"));
        BansLab.await(() -> assertThat(lab.newestOrder().bans()).isEmpty());
        assertThat(lab.newestOrder().generation()).isGreaterThan(order.message().generation());
        lab.bus.await(
                BansLab.EVENTS,
                ProxyEvent.BanLifted.class,
                d -> d.message().banId().toString().equals(id));
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(409);
        assertThat(lab.bus.all(BansLab.EVENTS).stream()
                        .filter(r -> r.headers().get("ce_type").contains("ban-enforced"))
                        .map(r -> Codec.decode(r, ProxyEvent.BanEnforced.class).message())
                        .filter(e -> e.banId().toString().equals(id)))
                .hasSize(1);
    }

    @Test
    void aBanEndsByItself() {
        String id = BansLab.ban("address", "198.51.100.9", "PT2S")
                .statusCode(201)
                .extract()
                .path("id");
        lab.bus.await(
                BansLab.EVENTS,
                ProxyEvent.BanExpired.class,
                d -> d.message().banId().toString().equals(id));
        BansLab.await(() -> BansLab.as("viewer").get("/bans/" + id).then().body("ended.how", is("EXPIRED")));
        BansLab.await(() -> assertThat(lab.newestOrder().bans())
                .extracting(b -> b.id().toString())
                .doesNotContain(id));
    }

    @Test
    void aNarrowerBanComesToTheProxiesWhenTheWiderOneIsLifted() {
        String wide = BansLab.ban("cidr", "203.0.112.0/22", "PT1H").extract().path("id");
        String narrow = BansLab.ban("cidr", "203.0.113.0/24", "PT2H")
                .statusCode(201)
                .extract()
                .path("id");
        Decoded<EnforceBans> order = lab.orderWith(wide);
        BansLab.await(() -> assertThat(lab.newestOrder().bans())
                .extracting(b -> b.id().toString())
                .containsExactly(wide));
        lab.fact(lab.newestOrder().generation(), "203.0.112.0/22");
        BansLab.await(
                () -> BansLab.as("viewer").get("/bans/" + narrow).then().body("proxies[0].state", is("ENFORCED")));
        BansLab.as("operator").delete("/bans/" + wide).then().statusCode(200);
        BansLab.await(() -> assertThat(lab.newestOrder().bans())
                .extracting(b -> b.id().toString())
                .containsExactly(narrow));
        assertThat(lab.newestOrder().generation()).isGreaterThan(order.message().generation());
        BansLab.as("operator").delete("/bans/" + narrow).then().statusCode(200);
    }

    /** Java's years go further back than a table's. */
    @Test
    void aBanIsEnforcedWhateverYearTheProxySaysItIs() {
        String id = BansLab.ban("address", "198.51.100.21", "PT1H").extract().path("id");
        Decoded<EnforceBans> order = lab.orderWith(id);
        lab.bus.report(
                lab.proxy,
                new OrderReport(
                        "enforce-bans", order.message().generation(), OrderReport.Outcome.APPLIED, Instant.MIN, null));
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("ENFORCED"))
                .body("proxies[0].enforcedSince", is("1970-01-01T00:00:00Z")));
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    @Test
    void whatTheProxyCannotEnforceIsToldOncePerReason() {
        String id = BansLab.ban("address", "198.51.100.20", "PT1H").extract().path("id");
        Decoded<EnforceBans> order = lab.orderWith(id);
        lab.report(order.message().generation(), OrderReport.Outcome.FAILED, "fail2ban is away");
        lab.report(order.message().generation(), OrderReport.Outcome.FAILED, "fail2ban is away");
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("FAILED"))
                .body("proxies[0].problem", containsString("fail2ban is away")));
        lab.applied(order);
        BansLab.await(() -> BansLab.as("viewer").get("/bans/" + id).then().body("proxies[0].state", is("ENFORCED")));
        assertThat(lab.bus.all(BansLab.EVENTS).stream().filter(r -> r.key().equals(lab.proxy)))
                .hasSize(1);
        lab.fact(order.message().generation());
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("MISSING"))
                .body("proxies[0].problem", containsString("jail")));
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    /** PostgreSQL holds no NUL; the facts of all proxies on this partition would wait for one that says it. */
    @Test
    void whateverAProxySaysOfItsProblemIsStored() {
        String id = BansLab.ban("address", "198.51.100.21", "PT1H").extract().path("id");
        Decoded<EnforceBans> order = lab.orderWith(id);
        lab.bus.fact(lab.proxy, new BansFact(order.message().generation(), List.of(), List.of(), "no\u0000jail"));

        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].problem", containsString("no\uFFFDjail")));
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    /** Its machine, and its topic, have the last order yet: enrolled again, as whatever it is then, it would go on with that. */
    @Test
    void aProxyThatIsRevokedAndAProxyNoLongerIsReleasedToo() {
        String id = BansLab.ban("address", "198.51.100.31", "PT1H").extract().path("id");
        String gone = lab.proxy + "-gone";
        lab.bus.enrol(gone);
        lab.declare(List.of(), lab.proxy, gone);
        BansLab.await(() -> assertThat(lab.newestOrder(gone).bans())
                .extracting(b -> b.id().toString())
                .contains(id));
        lab.bus.revoke(gone);
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies.find { it.node == '" + gone + "' }.state", is("NOT_ENROLLED")));

        lab.declare(List.of(), lab.proxy);

        BansLab.await(() -> assertThat(lab.newestOrder(gone).bans()).isEmpty());
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    @Test
    void aProxyThatIsEnrolledLaterGetsThePresentOrderThen() {
        String id = BansLab.ban("address", "198.51.100.30", "PT1H").extract().path("id");
        String late = lab.proxy + "-late";
        lab.declare(List.of(), lab.proxy, late);
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies.find { it.node == '" + late + "' }.state", is("NOT_ENROLLED")));
        lab.bus.enrol(late);
        BansLab.await(() -> BansLab.as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies.find { it.node == '" + late + "' }.state", is("WANTED")));
        BansLab.await(() -> assertThat(lab.newestOrder(late).bans())
                .extracting(b -> b.id().toString())
                .contains(id));
        lab.declare(List.of(), lab.proxy);
        BansLab.await(() ->
                assertThat(lab.newestOrder(late).bans()).as("a proxy no longer").isEmpty());
        BansLab.as("operator").delete("/bans/" + id).then().statusCode(200);
    }
}
