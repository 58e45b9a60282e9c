package org.openfoodfacts.brigade.proxyconfig;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.BansFact.EnforcedBan;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/**
 * 5,000 bans go through Kafka, database and REST as one does; too many are refused. Patient, because the first enforcement of each ban is
 * an event of its own, and all of them are one transaction.
 */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ManyBansIT {
    private static final String PROXY = "proxy-of-many";

    private final TestBus bus = new TestBus();

    @AfterEach
    void liftAllAndCloseBus() throws SQLException {
        sql("delete from enforcement; delete from ban");
        bus.close();
    }

    @Test
    void fiveThousandBansAreOrderedEnforcedAndListed() throws SQLException {
        bus.enrol(PROXY);
        var node = new DeclaredNode(PROXY, "guest", "north", null, null, List.of("reverse-proxy"), List.of(), null);
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "example",
                new FleetDeclared(
                        "example",
                        "repo",
                        "abc",
                        List.of(node),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        await(() -> as("viewer")
                .get("/proxies")
                .then()
                .body("[0].node", is(PROXY))
                .body("[0].orderedSince", notNullValue()));
        bans(1, 4_999);
        String id = ban("198.51.100.1").statusCode(201).extract().path("id");
        EnforceBans order = bus.await(
                        Topic.orders(PROXY),
                        EnforceBans.class,
                        d -> d.message().bans().size() == 5_000)
                .message();
        bus.fact(
                PROXY,
                new BansFact(
                        order.generation(),
                        order.bans().stream()
                                .map(b -> new EnforcedBan(b.id(), b.network(), Instant.now()))
                                .toList(),
                        List.of(),
                        null));
        await(() -> as("viewer").get("/bans/" + id).then().body("proxies[0].state", is("ENFORCED")));
        as("viewer")
                .get("/bans?limit=1000&active=true")
                .then()
                .body("items", hasSize(1000))
                .body("items[999].enforcedOn", is(1));

        bans(5_000, 9_000);
        ban("198.51.100.2").statusCode(409);
        assertThat(bus.all(Topic.FACTS.deadLetters())).noneMatch(r -> r.key().startsWith(PROXY));
    }

    private static ValidatableResponse ban(String address) {
        return as("operator")
                .body(Map.of("address", address, "reason", "one more", "duration", "PT1H"))
                .post("/bans")
                .then();
    }

    private static void bans(int from, int to) throws SQLException {
        sql("insert into ban (id, network, reason, added_by, added_at, until, generation)"
                + " select gen_random_uuid(), host('203.0.0.0'::inet + 2 * i) || '/32', repeat('x', 200), 'tester', now(),"
                + " now() + interval '1 day', 1 from generate_series(" + from + ", " + to + ") i");
    }

    private static void sql(String statements) throws SQLException {
        Config config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getValue("quarkus.datasource.password", String.class));
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
