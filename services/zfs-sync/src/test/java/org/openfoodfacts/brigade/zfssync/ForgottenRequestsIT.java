package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Snapshots by hand of which nothing is left for longer than anything is remembered. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ForgottenRequestsIT {
    @Inject
    DataSource database;

    @Inject
    ExpiryService expiry;

    @Test
    void whatEndedLongAgoIsForgottenAndWhatIsStillThereIsNot() throws Throwable {
        UUID ended = request("TAKEN", 200);
        snapshot(ended, "tank/a", "DESTROYED", 91);
        snapshot(ended, "tank/b", "GONE", 95);
        UUID failed = request("FAILED", 91);
        UUID partly = request("TAKEN", 200);
        snapshot(partly, "tank/a", "DESTROYED", 91);
        snapshot(partly, "tank/b", "KEPT", null);
        UUID lately = request("TAKEN", 200);
        snapshot(lately, "tank/a", "DESTROYED", 89);
        UUID mayHaveBeenTaken = request("FAILED", 89);

        var _ = VertxContextSupport.subscribeAndAwait(expiry::forgetOld);

        assertThat(isKnown(ended)).isFalse();
        assertThat(isKnown(failed)).isFalse();
        assertThat(isKnown(partly)).isTrue();
        assertThat(isKnown(lately)).isTrue();
        assertThat(isKnown(mayHaveBeenTaken)).isTrue();
        assertThat(changed("delete from expiring_snapshot where request_id = '" + ended + "'"))
                .as("nothing of it is left")
                .isZero();
    }

    private UUID request(String state, int daysPastItsEnd) throws SQLException {
        UUID id = UUID.randomUUID();
        changed("""
                insert into snapshot_request (id, node, dataset, name, recursive, reason, expires_at, asked_by, asked_at, state)
                values ('%s', 'forgotten1', 'tank', 'brigade_%s', true, 'why', now() - interval '%d days', 'alex', now() - interval '300 days', '%s')""".formatted(id, id, daysPastItsEnd, state));
        return id;
    }

    private void snapshot(UUID request, String dataset, String state, Integer daysSinceItEnded) throws SQLException {
        String ended = daysSinceItEnded == null ? "null" : "now() - interval '" + daysSinceItEnded + " days'";
        changed("""
                insert into expiring_snapshot (request_id, dataset, node, name, guid, creation, reason, expires_at, state, attempts,
                  not_before, ended_at, freed_bytes)
                values ('%s', '%s', 'forgotten1', 'brigade_%s', '42', now(), 'why', now() - interval '200 days', '%s', 1,
                  now() + interval '1 day', %s, 0)""".formatted(request, dataset, request, state, ended));
    }

    private boolean isKnown(UUID request) throws SQLException {
        return changed("update snapshot_request set state = state where id = '" + request + "'") == 1;
    }

    private int changed(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            return sql.executeUpdate(statement);
        }
    }
}
