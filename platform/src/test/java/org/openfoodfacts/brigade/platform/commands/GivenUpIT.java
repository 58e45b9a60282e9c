package org.openfoodfacts.brigade.platform.commands;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseVerified;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.app.Tables;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Interruption;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Commands nobody hears of any more, and what is left of old ones. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class GivenUpIT {
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    @Inject
    Outbox outbox;

    @Inject
    Commands commands;

    @Inject
    CommandExpiry expiry;

    @Inject
    CommandPruning pruning;

    @Inject
    Tables tables;

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
    void anAcceptedCommandOfASilentNodeIsLostAndItsLateReportStillCounts() throws Throwable {
        UUID id = accepted();
        mayBeSilentFor(id, Duration.ofMillis(1));

        awaitState(id, "LOST")
                .body("failure.reason", Matchers.is("LOST"))
                .body("failure.detail", Matchers.startsWith("no word from the node since "));
        assertThat(ended(id, "LOST")).isEqualTo(1);

        bus.report(node, new CommandDone(id, AT, new ReleaseVerified("abc")));
        awaitState(id, "DONE").body("late", Matchers.is(true)).body("failure", Matchers.nullValue());
        assertThat(ended(id, "DONE")).isEqualTo(1);
        assertThat(ended(id, "LOST")).isEqualTo(1);
    }

    @Test
    void outputIsAWordFromTheNodeAlsoAfterItWasGivenUp() throws Throwable {
        UUID id = accepted();
        tables.change("update command set heard_at = heard_at - interval '1 day' where id = ?", id);
        bus.report(node, new CommandProgress(id, 1, List.of(new OutputLine(false, "still building")), 0));
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(tables.number(
                                "select count(*) from command where id = ? and heard_at > now() - interval '1 hour'",
                                id))
                        .isEqualTo(1));
        mayBeSilentFor(id, Duration.ofMillis(1));
        awaitState(id, "LOST");
        mayBeSilentFor(id, LONG);

        bus.report(node, new CommandProgress(id, 2, List.of(new OutputLine(false, "and still")), 0));

        awaitState(id, "ACCEPTED").body("late", Matchers.is(true));
        assertThat(ended(id, "LOST")).isEqualTo(1);
    }

    @Test
    void whatACommandMayTakeByItsOwnLimitIsNoSilence() throws Throwable {
        UUID id = VertxContextSupport.subscribeAndAwait(() -> outbox.inTransaction(session -> commands.send(
                session,
                new Commands.Sending(
                        node,
                        new CancelCommand(UUID.randomUUID()),
                        "sample",
                        "tester",
                        LONG,
                        Duration.ofHours(12),
                        Trace.of("req-9")))));

        assertThat(tables.number("select silence_ms from command where id = ?", id))
                .isEqualTo(Duration.ofHours(13).toMillis());
    }

    @Test
    void nothingIsGivenUpWhileKafkaDoesNotAnswer() throws Throwable {
        UUID accepted = accepted();
        UUID sent;
        try (Interruption _ = Interruption.ofKafka()) {
            sent = send(Duration.ofMillis(1));
            mayBeSilentFor(accepted, Duration.ofMillis(1));
            VertxContextSupport.subscribeAndAwait(() -> expiry.sweep()); // asks, and gets no answer
            awaitState(sent, "SENT");
            awaitState(accepted, "ACCEPTED");
        }
        awaitState(sent, "EXPIRED");
        awaitState(accepted, "LOST");
    }

    @Test
    void whatEndedLongAgoIsForgottenAndWhatRunsOrIsNewStays() throws Throwable {
        UUID running = accepted();
        UUID recent = done();
        UUID endedLately = done();
        UUID old = done();
        bus.report(node, new CommandProgress(running, 1, List.of(new OutputLine(false, "line")), 0));
        age(running, old);
        tables.change("update command set sent_at = sent_at - interval '91 days' where id = ?", endedLately);
        tables.change("insert into command_output values (?, 1, '[]', 0)", old);
        for (int i = 0; i < 2 * CommandPruning.BATCH; i++) { // more than one batch, and one that is full
            tables.change(
                    "insert into command (id, node, type, subject, state, sent_by, sent_at, deadline, ended_at)"
                            + " values (?, ?, 't', 's', 'EXPIRED', 'x', now() - interval '91 days', now(), now() - interval '91 days')",
                    UUID.randomUUID(),
                    node);
        }

        VertxContextSupport.subscribeAndAwait(() -> pruning.prune());

        given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get("/commands/" + old)
                .then()
                .statusCode(404);
        assertThat(tables.number("select count(*) from command_output where command_id = ?", old))
                .isZero();
        assertThat(tables.number("select count(*) from command where node = ?", node))
                .isEqualTo(3);
        for (UUID kept : List.of(running, recent, endedLately)) {
            assertThat(tables.number("select count(*) from command where id = ?", kept))
                    .isEqualTo(1);
        }
    }

    @Test
    void aNodeWhoseClockIsAheadKeepsNothingAndWhatWasGivenUpLatelyStays() throws Throwable {
        UUID ahead = send(LONG);
        bus.report(
                node,
                new CommandRefused(
                        ahead, Instant.parse("2040-01-01T00:00:00Z"), CommandRefused.Reason.POLICY, "not allowed"));
        awaitState(ahead, "REFUSED").body("endedAt", Matchers.startsWith("2040"));
        UUID lost = accepted();
        mayBeSilentFor(lost, Duration.ofMillis(1));
        awaitState(lost, "LOST");
        for (UUID id : List.of(ahead, lost)) {
            tables.change(
                    "update command set sent_at = sent_at - interval '91 days', heard_at = heard_at - interval '91 days'"
                            + " where id = ?",
                    id);
        }

        VertxContextSupport.subscribeAndAwait(() -> pruning.prune());

        assertThat(tables.number("select count(*) from command where id = ?", ahead))
                .isZero();
        assertThat(tables.number("select count(*) from command where id = ?", lost))
                .isEqualTo(1);
    }

    private void age(UUID... ids) {
        for (UUID id : ids) {
            tables.change(
                    "update command set sent_at = sent_at - interval '91 days', heard_at = heard_at - interval '91 days',"
                            + " ended_at = ended_at - interval '91 days' where id = ?",
                    id);
        }
    }

    private UUID send(Duration patience) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> outbox.inTransaction(session -> commands.send(
                session,
                new Commands.Sending(
                        node, new CancelCommand(UUID.randomUUID()), "sample", "tester", patience, Trace.of("req-9")))));
    }

    private UUID accepted() throws Throwable {
        UUID id = send(LONG);
        bus.report(node, new CommandAccepted(id, AT));
        awaitState(id, "ACCEPTED");
        return id;
    }

    private UUID done() throws Throwable {
        UUID id = accepted();
        bus.report(node, new CommandDone(id, AT, new ReleaseVerified("abc")));
        awaitState(id, "DONE");
        return id;
    }

    private void mayBeSilentFor(UUID id, Duration silence) {
        tables.change("update command set silence_ms = ? where id = ?", silence.toMillis(), id);
    }

    private static ValidatableResponse awaitState(UUID id, String state) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> view(id).body("state", Matchers.is(state)));
        return view(id);
    }

    private static ValidatableResponse view(UUID id) {
        return given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get("/commands/" + id)
                .then()
                .statusCode(200);
    }

    private long ended(UUID id, String state) {
        return tables.number("select count(*) from ended_command where command_id = ? and state = ?", id, state);
    }
}
