package org.openfoodfacts.brigade.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.security.SecurityLab.as;
import static org.openfoodfacts.brigade.security.SecurityLab.revoke;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Silence;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PskRotationIT extends PlayedTunnel {

    @Test
    void aKeyGoesFromTheServerToTheClientAndIsNowhereElse() throws Exception {
        String psk = "psk-" + UUID.randomUUID();
        LeakSearch leaks = new LeakSearch(lab.bus, database);
        String rotation = rotate();
        Decoded<IssuePsk> issue = issueCommand();
        assertThat(issue.message().recipientKey())
                .isEqualTo(clientKeys.sealing().publicKey());
        lab.report(server, serverKeys, new CommandAccepted(id(issue), Instant.now()));
        String sealed = Sealing.seal(
                psk.getBytes(StandardCharsets.UTF_8), issue.message().recipientKey(), tunnel);
        CommandDone issued =
                done(issue, new CommandResult.PskIssued(issue.message().keyId(), client, sealed));
        lab.report(server, serverKeys, issued);
        lab.report(server, serverKeys, issued); // delivered again
        Decoded<InstallPsk> install = installCommand();
        lab.report(server, serverKeys, issued); // and late
        assertThat(Sealing.open(install.message().sealedKey(), clientKeys.sealing(), tunnel))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(psk);
        lab.report(
                client,
                clientKeys,
                done(install, new CommandResult.PskInstalled(install.message().keyId())));

        awaitState(rotation, "DONE");
        rotate();
        assertThat(lab.bus
                        .await(Topic.commands(server), IssuePsk.class, d -> !id(d).equals(id(issue)))
                        .message()
                        .keep())
                .as("the server keeps the key the client uses")
                .containsExactly(issue.message().keyId());
        as("viewer")
                .get("/tunnels/" + tunnel)
                .then()
                .body("name", is(tunnel), "inUse.keyId", is(issue.message().keyId()), "inUse.id", is(rotation));
        assertThat(lab.bus.all(Topic.commands(client))).hasSize(1);
        assertThat(events(SecurityEvent.PskInstalled.class)).hasSize(1);
        leaks.assertNowhere(psk, tunnel, server, client);
        Awaitility.await("sealed or not, it is handed on and not kept")
                .atMost(PATIENCE)
                .untilAsserted(() -> leaks.assertInNoTable(sealed, tunnel));
        assertThat(commandOf(issue)
                        .body(
                                "state",
                                is("DONE"),
                                "result.keyId",
                                is(issue.message().keyId()))
                        .extract()
                        .asString())
                .contains(client)
                .doesNotContain(sealed, "sealedKey");
    }

    @Test
    void aKeyThatCannotBeIssuedLeavesTheOldOneInUse() {
        String rotation = rotate();
        Decoded<IssuePsk> issue = issueCommand();
        lab.report(
                server,
                serverKeys,
                new CommandFailed(id(issue), Instant.now(), CommandFailed.Reason.TOOL_FAILED, "disk full", 1));

        awaitState(rotation, "FAILED").body("detail", containsString("disk full"));
        assertThat(lab.bus.all(Topic.commands(client))).isEmpty();
        assertThat(events(SecurityEvent.PskRotationFailed.class)).hasSize(1);
        rotate();
        as("viewer")
                .get("/tunnels/" + tunnel + "/psk?limit=1")
                .then()
                .body("items.state", is(List.of("ISSUING")))
                .body("next", containsString("-"));
        as("viewer")
                .get("/tunnels/" + tunnel + "/psk?after="
                        + as("viewer")
                                .get("/tunnels/" + tunnel + "/psk?limit=1")
                                .path("next"))
                .then()
                .body("items.id", is(List.of(rotation)));
    }

    @Test
    void aNodeThatAcceptedAndFellSilentDoesNotBlockTheTunnel() {
        String rotation = rotate();
        Decoded<IssuePsk> issue = issueCommand();
        lab.report(server, serverKeys, new CommandAccepted(id(issue), Instant.now()));
        Awaitility.await("accepted")
                .atMost(PATIENCE)
                .untilAsserted(() -> commandOf(issue).body("state", is("ACCEPTED")));
        Silence.tooLong(database, id(issue));

        awaitState(rotation, "FAILED").body("detail", containsString("LOST: no word from the node since"));
        assertThat(events(SecurityEvent.PskRotationFailed.class)).hasSize(1);
        rotate();
        lab.report(
                server,
                serverKeys,
                done(issue, new CommandResult.PskIssued(issue.message().keyId(), client, "c2Vh")));
        Awaitility.await("the late report is recorded")
                .atMost(PATIENCE)
                .untilAsserted(() -> commandOf(issue).body("state", is("DONE"), "late", is(true)));
        awaitState(rotation, "FAILED");
        assertThat(lab.bus.all(Topic.commands(client))).isEmpty();
    }

    @Test
    void ofConcurrentRotationsExactlyOneRuns() throws Exception {
        List<Integer> codes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = Stream.generate(() -> (Callable<Integer>) () ->
                            as("admin").post("/tunnels/" + tunnel + "/psk").statusCode())
                    .limit(6)
                    .toList();
            for (var code : threads.invokeAll(calls)) {
                codes.add(code.get());
            }
        }
        assertThat(codes).containsOnly(202, 409).containsOnlyOnce(202);
    }

    @Test
    void aTunnelTakenOutOfTheFleetIsNotGivenTheKeyAndMayComeBack() {
        String rotation = rotate();
        Decoded<IssuePsk> issue = issueCommand();
        lab.declare();
        Awaitility.await("the tunnel is gone")
                .atMost(PATIENCE)
                .until(() -> as("viewer").get("/tunnels/" + tunnel).statusCode() == 404);
        lab.report(
                server,
                serverKeys,
                done(issue, new CommandResult.PskIssued(issue.message().keyId(), client, "c2Vh")));
        Awaitility.await("the rotation ended")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events(SecurityEvent.PskRotationFailed.class))
                        .hasSize(1));
        lab.declare(tunnel("/etc/stunnel/psk/client.txt"));

        awaitState(rotation, "FAILED").body("detail", containsString("changed or removed"));
        rotate();
        assertThat(lab.bus.all(Topic.commands(client))).isEmpty();
    }

    @Test
    void aNodeThatIsNotEnrolledCannotTakePart() {
        revoke(client).statusCode(200);

        as("admin")
                .post("/tunnels/" + tunnel + "/psk")
                .then()
                .statusCode(409)
                .body("detail", containsString(client + " is not enrolled"));
    }

    @Test
    void revokingANodeEndsItsRotationAndItsReportsAreNoLongerBelieved() {
        String rotation = rotate();
        Decoded<IssuePsk> issue = issueCommand();
        lab.report(server, serverKeys, new CommandAccepted(id(issue), Instant.now()));
        Awaitility.await("believed while it was trusted")
                .atMost(PATIENCE)
                .untilAsserted(() -> commandOf(issue).body("state", is("ACCEPTED")));
        revoke(server).statusCode(200);
        lab.report(
                server,
                serverKeys,
                done(issue, new CommandResult.PskIssued(issue.message().keyId(), client, "c2Vh")));

        awaitState(rotation, "FAILED").body("detail", containsString(server + " was revoked"));
        Awaitility.await("put aside")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lab.bus.all(Topic.REPORTS.deadLetters()))
                        .anySatisfy(r -> {
                            assertThat(r.key()).isEqualTo(server);
                            assertThat(r.headers().get("dead-letter-reason")).contains("no longer trusted");
                        }));
        commandOf(issue).body("state", is("ACCEPTED"));
        assertThat(lab.bus.all(Topic.commands(client))).isEmpty();
    }
}
