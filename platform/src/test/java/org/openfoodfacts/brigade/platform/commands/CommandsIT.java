package org.openfoodfacts.brigade.platform.commands;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseVerified;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Routing;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.app.Tables;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class CommandsIT {
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    @Inject
    Outbox outbox;

    @Inject
    Commands commands;

    @Inject
    CommandExpiry expiry;

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
    void aCommandIsSignedAddressedAndTrackedFromSentToDone() throws Throwable {
        UUID id = send(LONG);
        Decoded<Command> sent = bus.await(
                Topic.commands(node), Command.class, d -> d.envelope().id().equals(id.toString()));
        assertThat(sent.envelope().node()).isEqualTo(node);
        assertThat(sent.envelope().expiry()).isAfter(Instant.now());
        assertThat(sent.envelope().trace().correlationId()).isEqualTo("req-9");
        assertThat(view(id).getString("state")).isEqualTo("SENT");

        bus.report(node, new CommandAccepted(id, AT));
        awaitState(id, "ACCEPTED");
        bus.report(node, new CommandProgress(id, 1, List.of(new OutputLine(false, "one \u0000")), 0));
        bus.report(node, new CommandProgress(id, 2, List.of(new OutputLine(true, "two")), 3));
        bus.report(node, new CommandDone(id, AT, new ReleaseVerified("abc")));

        awaitState(id, "DONE");
        assertThat(view(id).getString("result.head")).isEqualTo("abc");
        assertThat(view(id).getBoolean("late")).isFalse();
        JsonPath output = get("/commands/" + id + "/output?after=1");
        assertThat(output.getList("sequence", Long.class)).containsExactly(2L);
        assertThat(output.getInt("[0].droppedLines")).isEqualTo(3);
        assertThat(get("/commands/" + id + "/output").getList("sequence")).hasSize(2);
        assertThat(ends(id)).isEqualTo(1);
    }

    @Test
    void aReportThatComesAgainCountsOnceAndTheFirstEndIsFinal() throws Throwable {
        UUID id = send(LONG);
        CommandDone done = new CommandDone(id, AT, new ReleaseVerified("abc"));
        bus.report(node, done);
        bus.report(node, done);
        bus.report(node, new CommandFailed(id, AT, CommandFailed.Reason.CUT_SHORT, "again", null));
        bus.report(node, new CommandAccepted(id, AT));
        awaitPassed();

        assertThat(view(id).getString("state")).isEqualTo("DONE");
        assertThat(ends(id)).isEqualTo(1);
    }

    @Test
    void outputThatComesAfterTheEndIsNoneAndChangesNothing() throws Throwable {
        UUID id = send(LONG);
        bus.report(node, new CommandProgress(id, 1, List.of(new OutputLine(false, "before")), 0));
        bus.report(node, new CommandDone(id, AT, new ReleaseVerified("abc")));
        bus.report(node, new CommandProgress(id, 2, List.of(new OutputLine(false, "after")), 0));
        awaitPassed();

        assertThat(view(id).getString("state")).isEqualTo("DONE");
        assertThat(get("/commands/" + id + "/output").getList("sequence", Long.class))
                .containsExactly(1L);
        assertThat(ends(id)).isEqualTo(1);
    }

    @Test
    void failureAndRefusalKeepTheirReason() throws Throwable {
        UUID failed = send(LONG);
        UUID refused = send(LONG);
        var did = new UnitsStopped(List.of("web.service"));
        bus.report(node, new CommandFailed(failed, AT, CommandFailed.Reason.TOOL_FAILED, "disk \u0000 full", 2, did));
        bus.report(node, new CommandRefused(refused, AT, CommandRefused.Reason.POLICY, "not allowed here"));

        awaitState(failed, "FAILED");
        awaitState(refused, "REFUSED");
        assertThat(view(failed).getString("failure.detail")).isEqualTo("disk \uFFFD full");
        assertThat(view(failed).getInt("failure.exitCode")).isEqualTo(2);
        assertThat(view(failed).getList("result.stopped")).containsExactly("web.service");
        assertThat(view(refused).getString("result")).isNull();
        assertThat(view(refused).getString("failure.reason")).isEqualTo("POLICY");
    }

    @Test
    void aReportFromAnotherNodeIsIgnored() throws Throwable {
        UUID id = send(LONG);
        String other = node + "-other";
        bus.enrol(other);
        bus.report(other, new CommandDone(id, AT, new ReleaseVerified("forged")));
        awaitPassed();
        bus.report(node, new CommandAccepted(id, AT));

        awaitState(id, "ACCEPTED");
        assertThat(ends(id)).isZero();
    }

    @Test
    void aReportThatAnswersAnotherServiceIsPassedBy() throws Throwable {
        UUID id = send(LONG);
        String stranger = node + "-stranger"; // never enrolled: whoever looked at its report would put it aside
        bus.send(Routing.answering(unsigned(stranger, id), "/services/security"));
        bus.send(Routing.answering(unsigned(stranger, id), "/services/inventory"));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(bus.all(Topic.REPORTS.deadLetters()))
                        .filteredOn(r -> stranger.equals(r.key()))
                        .hasSize(1)
                        .allSatisfy(r -> assertThat(r.headers()).containsEntry("ce_answers", "/services/inventory")));
        assertThat(view(id).getString("state")).isEqualTo("SENT");
    }

    private static WireRecord unsigned(String node, UUID command) {
        Map<String, String> headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                UUID.randomUUID().toString(),
                "ce_source",
                "/nodes/" + node,
                "ce_type",
                EventType.COMMAND_ACCEPTED.id(),
                "ce_time",
                AT.toString(),
                "ce_node",
                node);
        String body = "{\"commandId\":\"" + command + "\",\"at\":\"" + AT + "\"}";
        return new WireRecord(Topic.REPORTS.topicName(), node, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandNobodyTakesExpiresOnceThoughTwoInstancesLook() throws Throwable {
        UUID id = send(Duration.ofMillis(1));
        try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
            Callable<Void> sweep = () -> {
                sweep();
                return null;
            };
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                for (Future<Void> swept : instances.invokeAll(List.of(sweep, sweep, sweep, sweep))) {
                    swept.get();
                }
                return ends(id) > 0;
            });
        }
        assertThat(ends(id)).isEqualTo(1);
        assertThat(view(id).getString("failure.reason")).isEqualTo("EXPIRED");
    }

    @Test
    void aReportThatComesAfterAllIsRecordedAsLate() throws Throwable {
        UUID id = send(Duration.ofMillis(1));
        awaitState(id, "EXPIRED");
        bus.report(node, new CommandAccepted(id, AT));
        awaitState(id, "ACCEPTED");
        assertThat(view(id).getBoolean("late")).isTrue();
        assertThat(view(id).getString("failure")).isNull();
        bus.report(node, new CommandDone(id, AT, new ReleaseVerified("abc")));

        awaitState(id, "DONE");
        assertThat(view(id).getBoolean("late")).isTrue();
        assertThat(tables.number("select count(*) from ended_command where command_id = ? and state = 'EXPIRED'", id))
                .isEqualTo(1);
        assertThat(tables.number("select count(*) from ended_command where command_id = ? and state = 'DONE'", id))
                .isEqualTo(1);
    }

    @Test
    void anAcceptedCommandDoesNotExpire() throws Throwable {
        UUID id = send(Duration.ofSeconds(2));
        bus.report(node, new CommandAccepted(id, AT));
        awaitState(id, "ACCEPTED");
        UUID later = send(Duration.ofSeconds(2));
        awaitState(later, "EXPIRED");
        assertThat(view(id).getString("state")).isEqualTo("ACCEPTED");
    }

    @Test
    void anUnknownCommandIsSaidToBeUnknown() {
        given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get("/commands/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    private UUID send(Duration patience) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> outbox.inTransaction(session -> commands.send(
                session,
                new Commands.Sending(
                        node, new CancelCommand(UUID.randomUUID()), "sample", "tester", patience, Trace.of("req-9")))));
    }

    private void sweep() throws Exception {
        try {
            VertxContextSupport.subscribeAndAwait(() -> expiry.sweep());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything this node and others reported before has been processed: reports are in order per node. */
    private void awaitPassed() throws Throwable {
        UUID marker = send(LONG);
        bus.report(node, new CommandDone(marker, AT, new ReleaseVerified("marker")));
        awaitState(marker, "DONE");
    }

    private void awaitState(UUID id, String state) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(view(id).getString("state")).isEqualTo(state));
    }

    private long ends(UUID id) {
        return tables.number("select count(*) from ended_command where command_id = ?", id);
    }

    private JsonPath view(UUID id) {
        return get("/commands/" + id);
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
