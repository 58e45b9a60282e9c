package org.openfoodfacts.brigade.platform.commands;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseVerified;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Asking for a command and waiting for its end in one call. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class CommandWaitIT {
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53Z");

    @Inject
    Outbox outbox;

    @Inject
    Commands commands;

    @Inject
    CommandEnds ends;

    private final TestBus bus = new TestBus();
    private final String node = "n-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void enrol() {
        bus.enrol(node);
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void whoWaitsForTheEndIsAnsweredWhenItComes() throws Throwable {
        UUID id = send();
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonPath> answer = caller.submit(() -> get("/commands/" + id + "?wait=PT30S"));
            await().atMost(Duration.ofMinutes(2)).until(() -> ends.waiting() == 1);
            bus.report(node, new CommandAccepted(id, AT));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> "ACCEPTED".equals(get("/commands/" + id).getString("state")));
            assertThat(answer.isDone()).isFalse();
            bus.report(node, new CommandDone(id, AT, new ReleaseVerified("abc")));

            assertThat(answer.get(60, TimeUnit.SECONDS).getString("state")).isEqualTo("DONE");
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> ends.waiting() == 0);
    }

    @Test
    void waitingIsBoundedAndAnswersHowItStands() throws Throwable {
        UUID id = send();
        assertThat(get("/commands/" + id + "?wait=PT0.2S").getString("state")).isEqualTo("SENT");
        assertThat(ends.waiting()).isZero();
        for (String wrong : List.of("PT31S", "-PT1S", "soon")) {
            given().auth()
                    .oauth2(TestTokens.token("viewer"))
                    .get("/commands/" + id + "?wait=" + wrong)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", is("wait"));
        }
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
                        Trace.of("req-9")))));
    }

    private static JsonPath get(String path) {
        return given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
