package org.openfoodfacts.brigade.proxyconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** The packaged service as two processes, each killed once. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class RestartIT {
    private static final String PROXY = "proxy1";

    @TempDir
    Path folder;

    private PackagedService service;
    private TestBus bus;

    @BeforeEach
    void startSurroundings() throws Exception {
        service = new PackagedService(folder, Map.of("brigade.proxy-config.expiry-sweep", "1s"));
        bus = service.bus();
    }

    @AfterEach
    void stopAll() {
        bus.close();
        service.close();
    }

    @Test
    void bansAreToldEnforcedAndEndedOnceThoughBothInstancesAreKilledOnTheWay() throws Exception {
        Instance first = service.start();
        Instance second = service.start();
        declareProxy(second);
        String id =
                ban(first, "198.51.100.0/24", "PT1H").statusCode(201).extract().path("id");
        ban(second, "198.51.100.0/24", "PT1H").statusCode(409);
        await(() -> assertThat(orders())
                .last()
                .satisfies(order -> assertThat(order.bans()).hasSize(1)));
        first.kill();
        enforced(orders().getLast());
        Instance third = service.start();
        await(() -> third.as("viewer").get("/bans/" + id).then().body("proxies[0].enforcedSince", notNullValue()));
        String brief =
                ban(second, "203.0.113.0/24", "PT5S").statusCode(201).extract().path("id");
        await(() -> third.as("viewer").get("/bans/" + brief).then().body("ended.how", is("EXPIRED")));
        second.kill();
        third.as("operator").delete("/bans/" + id).then().statusCode(200);

        await(() -> assertThat(orders().getLast().bans()).isEmpty());
        await(() -> assertThat(told())
                .containsExactlyInAnyOrder(
                        EventType.BAN_ADDED.id(),
                        EventType.BAN_ENFORCED.id(),
                        EventType.BAN_ADDED.id(),
                        EventType.BAN_EXPIRED.id(),
                        EventType.BAN_LIFTED.id()));
        assertThat(orders()).extracting(EnforceBans::generation).isSorted().doesNotHaveDuplicates();
    }

    private void enforced(EnforceBans order) {
        bus.report(
                PROXY,
                new OrderReport("enforce-bans", order.generation(), OrderReport.Outcome.APPLIED, Instant.now(), null));
    }

    private void declareProxy(Instance instance) {
        bus.enrol(PROXY);
        DeclaredNode proxy = new DeclaredNode(
                PROXY, "guest", "north", "north1", 101, List.of("reverse-proxy"), List.of("10.1.0.101"), null);
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "example",
                new FleetDeclared(
                        "example",
                        "repo",
                        UUID.randomUUID().toString(),
                        List.of(proxy),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        await(() -> instance.as("viewer").get("/proxies").then().body("[0].orderedSince", notNullValue()));
    }

    private static ValidatableResponse ban(Instance instance, String network, String duration) {
        return instance.as("operator")
                .body(Map.of("cidr", network, "reason", "crawler", "duration", duration))
                .post("/bans")
                .then();
    }

    private List<EnforceBans> orders() {
        return bus.distinct(Topic.orders(PROXY)).stream()
                .map(r -> Codec.decode(r, EnforceBans.class).message())
                .toList();
    }

    /** The types of all events. */
    private List<String> told() {
        return bus.distinct(Topic.PROXY_CONFIG_EVENTS.topicName()).stream()
                .map(r -> r.headers().get("ce_type"))
                .toList();
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(5)).untilAsserted(check);
    }
}
