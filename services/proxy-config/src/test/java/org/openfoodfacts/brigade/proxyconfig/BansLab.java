package org.openfoodfacts.brigade.proxyconfig;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

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
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans.WantedBan;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** One proxy on the bus that the fleet declares, and the REST side of the service. Each test has a proxy of its own. */
final class BansLab implements AutoCloseable {
    static final String EVENTS = Topic.PROXY_CONFIG_EVENTS.topicName();

    final TestBus bus = new TestBus();
    final String proxy = "proxy-" + UUID.randomUUID().toString().substring(0, 8);

    BansLab() {
        bus.enrol(proxy);
        declare(List.of(), proxy);
        awaitProxies(proxy);
    }

    void declare(List<ProtectedNetwork> neverBan, String... proxies) {
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
                        "example",
                        "repo",
                        UUID.randomUUID().toString(),
                        nodes,
                        List.of(),
                        List.of(),
                        neverBan,
                        List.of(),
                        List.of()));
    }

    void awaitProxies(String name) {
        await(() -> as("viewer")
                .get("/proxies")
                .then()
                .body("node", hasSize(1))
                .body("[0].node", is(name))
                .body("[0].orderedSince", notNullValue()));
    }

    static ValidatableResponse ban(String field, String value, String duration) {
        return as("operator")
                .body(Map.of(field, value, "reason", "crawler", "duration", duration))
                .post("/bans")
                .then();
    }

    Decoded<EnforceBans> orderWith(String banId) {
        return Awaitility.await("order")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> orders(proxy).stream()
                                .filter(o -> o.message().bans().stream()
                                        .map(WantedBan::id)
                                        .anyMatch(id -> id.toString().equals(banId)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    EnforceBans newestOrder() {
        return newestOrder(proxy);
    }

    EnforceBans newestOrder(String node) {
        List<Decoded<EnforceBans>> orders = orders(node);
        assertThat(orders).as("orders for " + node).isNotEmpty();
        return orders.getLast().message();
    }

    private List<Decoded<EnforceBans>> orders(String node) {
        return bus.all(Topic.orders(node)).stream()
                .map(r -> Codec.decode(r, EnforceBans.class))
                .toList();
    }

    void applied(Decoded<EnforceBans> order) {
        report(order.message().generation(), OrderReport.Outcome.APPLIED, null);
    }

    void report(long generation, OrderReport.Outcome outcome, String detail) {
        bus.report(proxy, new OrderReport("enforce-bans", generation, outcome, Instant.now(), detail));
    }

    void fact(long generation, String... networks) {
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

    static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }

    static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }

    @Override
    public void close() {
        bus.close();
    }
}
