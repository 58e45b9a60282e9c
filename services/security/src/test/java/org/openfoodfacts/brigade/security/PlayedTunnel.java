package org.openfoodfacts.brigade.security;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.security.SecurityLab.as;
import static org.openfoodfacts.brigade.security.SecurityLab.enrolled;

import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.TunnelEnd;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.security.SecurityLab.MachineKeys;

/** A declared tunnel between two enrolled machines, which the test plays. */
abstract class PlayedTunnel {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    DataSource database;

    final SecurityLab lab = new SecurityLab();
    String server;
    String client;
    String tunnel;
    MachineKeys serverKeys;
    MachineKeys clientKeys;

    @BeforeEach
    void enrolBothEndsOfATunnel() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        server = "s" + mark;
        client = "c" + mark;
        tunnel = "t" + mark;
        serverKeys = enrolled(server);
        clientKeys = enrolled(client);
        lab.declare(tunnel("/etc/stunnel/psk/client.txt"));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    DeclaredTunnel tunnel(String clientFile) {
        return new DeclaredTunnel(
                tunnel,
                new TunnelEnd(server, "mongo", "/etc/stunnel/psk/server.txt"),
                new TunnelEnd(client, "mongo", clientFile));
    }

    String rotate() {
        return as("admin")
                .post("/tunnels/" + tunnel + "/psk")
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/security/tunnels/" + tunnel + "/psk/"))
                .extract()
                .path("id");
    }

    ValidatableResponse awaitState(String rotation, String state) {
        String path = "/tunnels/" + tunnel + "/psk/" + rotation;
        Awaitility.await("rotation is " + state)
                .atMost(PATIENCE)
                .untilAsserted(() -> as("viewer").get(path).then().body("state", is(state)));
        return as("viewer").get(path).then();
    }

    static ValidatableResponse commandOf(Decoded<?> command) {
        return as("viewer").get("/commands/" + command.envelope().id()).then();
    }

    Decoded<IssuePsk> issueCommand() {
        return lab.bus.await(Topic.commands(server), IssuePsk.class, d -> true);
    }

    Decoded<InstallPsk> installCommand() {
        return lab.bus.await(Topic.commands(client), InstallPsk.class, d -> true);
    }

    static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
    }

    static CommandDone done(Decoded<?> command, CommandResult result) {
        return new CommandDone(id(command), Instant.now(), result);
    }

    List<SecurityEvent> events(Class<? extends SecurityEvent> type) {
        return lab.bus.all(Topic.SECURITY_EVENTS.topicName()).stream()
                .<SecurityEvent>map(r -> Codec.decode(r, SecurityEvent.class).message())
                .filter(e -> type.isInstance(e) && e.toString().contains("tunnel=" + tunnel))
                .toList();
    }
}
