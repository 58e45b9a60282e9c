package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** The service's clock was ahead by two days, and is put back. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ClockPutBackIT {
    @Inject
    DataSource database;

    private final TransferLab lab = new TransferLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void whatWasMadeLaterIsTheNewestWhateverTheClockSaidOfWhatWasBefore() throws SQLException {
        lab.declare("wa", "wb", "root@wa:tank/x copy/x\n", "copy/x");
        lab.datasets("wa", CLEAN, "tank/x");
        lab.snapshots("wa", "tank/x", 2);
        lab.datasets("wb", CLEAN, "copy/x");
        lab.snapshots("wb", "copy/x", 1);
        Decoded<PullDatasets> first = lab.firstPull("wb");
        lab.failed("wb", first, Reason.NO_SPACE, "out of space");
        await(() -> pairs().body("items[0].lastTry.state", is("FAILED")));

        wereTwoDaysAhead();
        Decoded<PullDatasets> second = lab.pullBehind("wb", id(first));
        pairs().body("items[0].lastTry.state", is("PULLING"));
        lab.done("wb", second, "2", 7);
        lab.snapshots("wb", "copy/x", 2);

        await(() -> SnapshotLab.as("viewer")
                .get("/transfers?node=wb")
                .then()
                .body("items.state", contains("DONE", "FAILED")));
        pairs().body("items[0].lastTry.state", is("DONE"));
    }

    private void wereTwoDaysAhead() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update transfer set asked_at = asked_at + interval '2 days', "
                            + "ended_at = ended_at + interval '2 days' where node = 'wb'"))
                    .isOne();
        }
    }

    private static ValidatableResponse pairs() {
        return SnapshotLab.as("viewer").get("/pairs?node=wb").then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
