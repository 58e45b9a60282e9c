package org.openfoodfacts.brigade.proxyconfig;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.ProxyEvent;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans.WantedBan;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Each test declares a fleet with a proxy of its own name. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class BansIT {
    private static final String EVENTS = Topic.PROXY_CONFIG_EVENTS.topicName();

    private final TestBus bus = new TestBus();
    private String proxy;

    @BeforeEach
    void declareAProxy() {
        proxy = "proxy-" + UUID.randomUUID().toString().substring(0, 8);
        bus.enrol(proxy);
        declare(List.of(), proxy);
        awaitProxies(proxy);
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aBanReachesEveryProxyAndItsEnforcementIsToldOnce() {
        String id = ban("cidr", "198.51.100.0/24", "PT1H")
                .statusCode(201)
                .header("Location", containsString("bans/"))
                .body("network", is("198.51.100.0/24"))
                .body("addedBy", is("tester"))
                .extract()
                .path("id");
        bus.await(
                EVENTS,
                ProxyEvent.BanAdded.class,
                d -> d.message().banId().toString().equals(id));
        Decoded<EnforceBans> order = orderWith(id);
        as("viewer")
                .get("/bans/" + id)
                .then()
                .statusCode(200)
                .body("proxies[0].state", is("WANTED"))
                .body("proxies[0].wantedSince", notNullValue());

        applied(order);
        applied(order);
        await(() -> as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("ENFORCED"))
                .body("proxies[0].enforcedSince", notNullValue()));
        fact(order.message().generation(), "198.51.100.0/24");
        await(() -> as("viewer").get("/proxies").then().body("[0].problem", nullValue()));
        as("viewer")
                .get("/bans?address=198.51.100.77&active=true")
                .then()
                .body("items.id", hasItem(id))
                .body("items[0].enforcedOn", is(1));
        as("viewer").get("/bans?address=198.51.101.77").then().body("items", hasSize(0));

        as("operator")
                .delete("/bans/" + id)
                .then()
                .statusCode(200)
                .body("ended.how", is("LIFTED"))
                .body("ended.by", is("tester"));
        EnforceBans after =
                await(o -> o.bans().stream().noneMatch(b -> b.id().toString().equals(id))
                        && o.generation() > order.message().generation());
        assertThat(after.bans()).isEmpty();
        bus.await(
                EVENTS,
                ProxyEvent.BanLifted.class,
                d -> d.message().banId().toString().equals(id));
        as("operator").delete("/bans/" + id).then().statusCode(409);
        assertThat(bus.all(EVENTS).stream()
                        .filter(r -> r.headers().get("ce_type").contains("ban-enforced"))
                        .map(r -> Codec.decode(r, ProxyEvent.BanEnforced.class).message())
                        .filter(e -> e.banId().toString().equals(id)))
                .hasSize(1);
    }

    @Test
    void aBanEndsByItself() {
        String id =
                ban("address", "198.51.100.9", "PT2S").statusCode(201).extract().path("id");
        bus.await(
                EVENTS,
                ProxyEvent.BanExpired.class,
                d -> d.message().banId().toString().equals(id));
        await(() -> as("viewer").get("/bans/" + id).then().body("ended.how", is("EXPIRED")));
        assertThat(newestOrder().bans()).extracting(b -> b.id().toString()).doesNotContain(id);
    }

    @Test
    void aNarrowerBanComesToTheProxiesWhenTheWiderOneIsLifted() {
        String wide = ban("cidr", "203.0.112.0/22", "PT1H").extract().path("id");
        String narrow =
                ban("cidr", "203.0.113.0/24", "PT2H").statusCode(201).extract().path("id");
        Decoded<EnforceBans> order = orderWith(wide);
        await(() -> assertThat(newestOrder().bans())
                .extracting(b -> b.id().toString())
                .containsExactly(wide));
        fact(newestOrder().generation(), "203.0.112.0/22");
        await(() -> as("viewer").get("/bans/" + narrow).then().body("proxies[0].state", is("ENFORCED")));
        as("operator").delete("/bans/" + wide).then().statusCode(200);
        await(() -> assertThat(newestOrder().bans())
                .extracting(b -> b.id().toString())
                .containsExactly(narrow));
        assertThat(newestOrder().generation()).isGreaterThan(order.message().generation());
        as("operator").delete("/bans/" + narrow).then().statusCode(200);
    }

    @Test
    void whatTheProxyCannotEnforceIsToldOncePerReason() {
        String id = ban("address", "198.51.100.20", "PT1H").extract().path("id");
        Decoded<EnforceBans> order = orderWith(id);
        report(order.message().generation(), OrderReport.Outcome.FAILED, "fail2ban is away");
        report(order.message().generation(), OrderReport.Outcome.FAILED, "fail2ban is away");
        await(() -> as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("FAILED"))
                .body("proxies[0].problem", containsString("fail2ban is away")));
        applied(order);
        await(() -> as("viewer").get("/bans/" + id).then().body("proxies[0].state", is("ENFORCED")));
        assertThat(bus.all(EVENTS).stream().filter(r -> r.key().equals(proxy))).hasSize(1);
        fact(order.message().generation());
        await(() -> as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies[0].state", is("MISSING"))
                .body("proxies[0].problem", containsString("jail")));
        as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    @Test
    void whatTheFleetProtectsIsNeverBannedAndNoLongerBanned() {
        ban("address", "10.1.0.101", "PT1H").statusCode(422).body("detail", containsString("node " + proxy));
        ban("cidr", "10.0.0.0/8", "PT1H").statusCode(422);
        ban("cidr", "127.0.0.0/8", "PT1H").statusCode(422).body("detail", containsString("loopback"));
        ban("cidr", "0.0.0.0/0", "PT1H").statusCode(422).body("detail", containsString("too wide"));
        String id =
                ban("cidr", "192.0.2.0/24", "PT1H").statusCode(201).extract().path("id");
        declare(List.of(new ProtectedNetwork("192.0.2.128/25", "office")), proxy);
        var lifted = bus.await(
                EVENTS,
                ProxyEvent.BanLifted.class,
                d -> d.message().banId().toString().equals(id));
        assertThat(lifted.message().by()).startsWith("fleet ");
        await(() -> assertThat(newestOrder().bans())
                .extracting(b -> b.id().toString())
                .doesNotContain(id));
        ban("address", "192.0.2.200", "PT1H").statusCode(422).body("detail", containsString("office"));
    }

    @Test
    void aProxyThatIsEnrolledLaterGetsThePresentOrderThen() {
        String id = ban("address", "198.51.100.30", "PT1H").extract().path("id");
        String late = proxy + "-late";
        declare(List.of(), proxy, late);
        await(() -> as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies.find { it.node == '" + late + "' }.state", is("NOT_ENROLLED")));
        bus.enrol(late);
        await(() -> as("viewer")
                .get("/bans/" + id)
                .then()
                .body("proxies.find { it.node == '" + late + "' }.state", is("WANTED")));
        await(() -> assertThat(orders(late).getLast().message().bans())
                .extracting(b -> b.id().toString())
                .contains(id));
        declare(List.of(), proxy);
        await(() -> assertThat(orders(late).getLast().message().bans())
                .as("a proxy no longer")
                .isEmpty());
        as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    @Test
    void aFleetThatCannotBeReadWholeIsPutAside() {
        declare(List.of(new ProtectedNetwork("the office", "typo")), proxy, "never-a-proxy");
        bus.await(
                Topic.FLEET.deadLetters(),
                FleetDeclared.class,
                d -> d.message().nodes().size() == 2
                        && d.message().nodes().getFirst().name().equals(proxy));
        as("viewer").get("/proxies").then().body("node", hasSize(1)).body("[0].node", is(proxy));
    }

    @Test
    void wrongInputIsNamedAndRolesAreKept() {
        ban("cidr", "198.51.100.1/24", "PT1H")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", is("cidr"))
                .body("detail", containsString("198.51.100.0/24"));
        ban("address", "fe80::1%eth0", "PT1H").statusCode(400).body("errors[0].field", is("address"));
        ban("address", "198.51.100.1", "an hour").statusCode(400).body("errors[0].field", is("duration"));
        as("operator")
                .body(Map.of("address", "198.51.100.1", "reason", "x"))
                .post("/bans")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("duration"));
        as("operator")
                .body(Map.of("adress", "198.51.100.1"))
                .post("/bans")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("adress"));
        String id = ban("address", "198.51.100.40", "PT1H")
                .statusCode(201)
                .extract()
                .path("id");
        ban("address", "198.51.100.40", "PT2H").statusCode(409).body("detail", containsString(id));
        as("viewer").body(Map.of()).post("/bans").then().statusCode(403);
        as("viewer").delete("/bans/" + id).then().statusCode(403);
        given().get("/bans").then().statusCode(401);
        as("operator").delete("/bans/" + UUID.randomUUID()).then().statusCode(404);
        as("viewer").get("/bans?address=x").then().statusCode(400).body("errors[0].field", is("address"));
        as("viewer").get("/bans?after=x").then().statusCode(400).body("errors[0].field", is("after"));
        as("operator").delete("/bans/" + id).then().statusCode(200);
    }

    @Test
    void bansArePagedNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(ban("address", "203.0.113.20" + i, "PT1H").extract().path("id"));
        }
        String next = as("viewer")
                .get("/bans?active=true&limit=2")
                .then()
                .body("items", hasSize(2))
                .body("items[0].id", is(ids.get(2)))
                .extract()
                .path("next");
        as("viewer").get("/bans?active=true&limit=2&after=" + next).then().body("items[0].id", is(ids.get(0)));
        ids.forEach(id -> as("operator").delete("/bans/" + id).then().statusCode(200));
        as("viewer").get("/bans?active=true&address=203.0.113.0/24").then().body("items", hasSize(0));
    }

    private void declare(List<ProtectedNetwork> neverBan, String... proxies) {
        List<DeclaredNode> nodes = new ArrayList<>();
        for (String name : proxies) {
            nodes.add(new DeclaredNode(
                    name, "guest", "north", "north1", 101, List.of("reverse-proxy"), List.of("10.1.0.101"), null));
        }
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "example",
                new FleetDeclared(
                        "example", "repo", UUID.randomUUID().toString(), nodes, List.of(), List.of(), neverBan));
    }

    private void awaitProxies(String name) {
        await(() -> as("viewer")
                .get("/proxies")
                .then()
                .body("node", hasSize(1))
                .body("[0].node", is(name))
                .body("[0].orderedSince", notNullValue()));
    }

    private static ValidatableResponse ban(String field, String value, String duration) {
        return as("operator")
                .body(Map.of(field, value, "reason", "crawler", "duration", duration))
                .post("/bans")
                .then();
    }

    private Decoded<EnforceBans> orderWith(String banId) {
        return Awaitility.await("order")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> orders(proxy).stream()
                                .filter(o -> o.message().bans().stream()
                                        .map(WantedBan::id)
                                        .anyMatch(id -> id.toString().equals(banId)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private EnforceBans newestOrder() {
        return orders(proxy).getLast().message();
    }

    private List<Decoded<EnforceBans>> orders(String node) {
        return bus.all(Topic.orders(node)).stream()
                .map(r -> Codec.decode(r, EnforceBans.class))
                .toList();
    }

    private void applied(Decoded<EnforceBans> order) {
        report(order.message().generation(), OrderReport.Outcome.APPLIED, null);
    }

    private void report(long generation, OrderReport.Outcome outcome, String detail) {
        bus.report(proxy, new OrderReport("enforce-bans", generation, outcome, Instant.now(), detail));
    }

    private void fact(long generation, String... networks) {
        bus.fact(
                proxy,
                new BansFact(
                        generation,
                        List.of(networks).stream()
                                .map(n -> new BansFact.EnforcedBan(UUID.randomUUID(), n, Instant.now()))
                                .toList(),
                        List.of(),
                        null));
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(check);
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
