package org.openfoodfacts.brigade.platform.commands;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseVerified;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A node may say any time that Java can write; a record that cannot be stored would hold up those of all others behind it. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ReportTimesIT {
    @Inject
    Outbox outbox;

    @Inject
    Commands commands;

    private final TestBus bus = new TestBus();
    private final String node = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @ParameterizedTest
    @CsvSource({"-1000000000-01-01T00:00:00Z, 1970-01-01T00:00:00Z", "+1000000000-12-31T00:00:00Z, 9999-12-31T23:59:59Z"
    })
    void aTimeThatNoTableHoldsIsBroughtIntoReach(Instant said, String kept) throws Throwable {
        bus.enrol(node);
        UUID id = send();
        bus.report(node, new CommandAccepted(id, said));
        bus.report(node, new CommandDone(id, said, new ReleaseVerified("abc")));

        awaitEnd(id, "DONE", kept);
        assertThat(bus.all(Topic.REPORTS.deadLetters())).noneMatch(record -> node.equals(record.key()));
    }

    @Test
    void soIsThatOfAFailure() throws Throwable {
        bus.enrol(node);
        UUID id = send();
        bus.report(node, new CommandFailed(id, Instant.MIN, CommandFailed.Reason.TOOL_FAILED, "no", 1));

        awaitEnd(id, "FAILED", "1970-01-01T00:00:00Z");
    }

    private UUID send() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> outbox.inTransaction(session -> commands.send(
                session,
                new Commands.Sending(
                        node,
                        new CancelCommand(UUID.randomUUID()),
                        "sample",
                        "tester",
                        Duration.ofMinutes(5),
                        Trace.NONE))));
    }

    private static void awaitEnd(UUID id, String state, String endedAt) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("viewer"))
                        .get("/commands/" + id)
                        .then()
                        .statusCode(200)
                        .body("state", is(state))
                        .body("endedAt", is(endedAt)));
    }
}
