package org.openfoodfacts.brigade.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.security.SecurityLab.as;
import static org.openfoodfacts.brigade.security.SecurityLab.revoke;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Rotations one after the other, and beside a revocation. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class RotationOrderIT extends PlayedTunnel {
    private static final long YEAR_2527 = 0x0fff_ffff_ffff_7fffL; // the first half of an id of that time

    @Test
    void theKeyThatWasInstalledLastIsKeptAlsoWhenTheClockWasSetBack() throws SQLException {
        Rotated ahead = rotated();
        UUID idOfThatClock = new UUID(YEAR_2527, UUID.fromString(ahead.id()).getLeastSignificantBits());
        try (Connection connection = database.getConnection();
                PreparedStatement change =
                        connection.prepareStatement("update psk_rotation set id = ? where id = cast(? as uuid)")) {
            change.setObject(1, idOfThatClock);
            change.setString(2, ahead.id());
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
        Rotated last = rotated();

        String running = rotate();

        assertThat(issueOf(keyId(running)).message().keep())
                .as("the server keeps the key the client uses")
                .containsExactly(last.keyId());
        as("viewer").get("/tunnels/" + tunnel).then().body("inUse.keyId", is(last.keyId()), "latest.id", is(running));
        as("viewer")
                .get("/tunnels/" + tunnel + "/psk?limit=2")
                .then()
                .body("items.id", is(List.of(running, last.id())));
        as("viewer")
                .get("/tunnels/" + tunnel + "/psk?after=" + last.id())
                .then()
                .body("items.id", is(List.of(idOfThatClock.toString())));
    }

    @Test
    void aNodeThatIsRevokedWhileARotationBeginsIsGivenNoKey() throws Exception {
        String rotation;
        try (Connection connection = database.getConnection();
                Statement gate = connection.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            gate.execute("lock table psk_rotation in share mode"); // it may be read, and no rotation be begun
            Future<String> begun = threads.submit(this::rotate);
            Awaitility.await("the rotation has read who is enrolled")
                    .atMost(PATIENCE)
                    .until(() -> waits(gate, "relation = 'psk_rotation'::regclass"));
            Future<?> revoked = threads.submit(() -> revoke(client).statusCode(200));
            Awaitility.await("the revocation is done, or waits for the rotation")
                    .atMost(PATIENCE)
                    .until(() -> revoked.isDone() || waits(gate, "locktype = 'advisory'"));
            connection.rollback();
            rotation = begun.get();
            revoked.get();
        }

        awaitState(rotation, "FAILED").body("detail", containsString(client + " was revoked"));
        Decoded<IssuePsk> issue = issueCommand();
        lab.report(
                server,
                serverKeys,
                done(issue, new CommandResult.PskIssued(issue.message().keyId(), client, "c2Vh")));
        Awaitility.await("issued nevertheless")
                .atMost(PATIENCE)
                .untilAsserted(() -> commandOf(issue).body("state", is("DONE")));
        assertThat(lab.bus.all(Topic.commands(client))).isEmpty();
    }

    private static boolean waits(Statement statement, String lock) throws SQLException {
        try (ResultSet count = statement.executeQuery("select count(*) from pg_locks where not granted and " + lock)) {
            return count.next() && count.getInt(1) > 0;
        }
    }

    private record Rotated(String id, String keyId) {}

    private Rotated rotated() {
        String rotation = rotate();
        String keyId = keyId(rotation);
        lab.report(server, serverKeys, done(issueOf(keyId), new CommandResult.PskIssued(keyId, client, "c2Vh")));
        Decoded<InstallPsk> install = lab.bus.await(
                Topic.commands(client),
                InstallPsk.class,
                d -> d.message().keyId().equals(keyId));
        lab.report(client, clientKeys, done(install, new CommandResult.PskInstalled(keyId)));
        awaitState(rotation, "DONE");
        return new Rotated(rotation, keyId);
    }

    private String keyId(String rotation) {
        return as("viewer").get("/tunnels/" + tunnel + "/psk/" + rotation).path("keyId");
    }

    private Decoded<IssuePsk> issueOf(String keyId) {
        return lab.bus.await(
                Topic.commands(server), IssuePsk.class, d -> d.message().keyId().equals(keyId));
    }
}
