package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.openfoodfacts.brigade.zfssync.TransferLab.CLEAN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.OWN;
import static org.openfoodfacts.brigade.zfssync.TransferLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PullRecovered;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRolledBack;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** When the failure of a copy is called over though no transfer says so, when it stands, and that it is told once. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class FailureEndsIT {
    private static final String OF_SYNCOID = "syncoid_backup_2026-11-30:02:00:01";

    private final TransferLab lab = new TransferLab();

    @Inject
    PairService pairs;

    @Inject
    DataSource database;

    @AfterEach
    void closeLab() {
        lab.close();
    }

    /** As where syncoid brings the source to a third machine, too: its own snapshots never come. */
    @Test
    void itIsOverThoughTheSourceHasANewerSnapshotThatDoesNotTravel() {
        failedBehind("vm", "vn");

        lab.snapshotsAnd("vm", "tank/x", 2, OF_SYNCOID, 0);
        await(() -> listed("vn").body("items[0].snapshotsBehind", is(2)));
        lab.snapshots("vn", "copy/x", 2);

        awaitTold(PullRecovered.class, "vn");
        listed("vn").body("items[0].snapshotsBehind", is(1));
    }

    @Test
    void itStandsWhileThePoolOfTheSourceIsAwayAndIsOverWhenTheSourceIsGone() throws Throwable {
        lab.declare("vo", "vp", "--recursive root@vo:tank/x copy/x\n", "copy");
        lab.datasets("vp", CLEAN, "copy", "copy/x");
        lab.snapshots("vp", "copy/x", 2);
        lab.snapshots("vo", "tank/x", 2);
        lab.snapshots("vo", "tank/x/a", 2);
        lab.datasets("vo", CLEAN, "tank", "tank/x", "tank/x/a");
        lab.failed("vp", lab.pullInto("vp", "copy/x/a"), Reason.NO_SPACE, "out of space");
        awaitTold(PullFailed.class, "vp");

        lab.datasets("vo", CLEAN, "rpool");

        await(() -> ofChild("state", is("SOURCE_MISSING")));
        var _ = VertxContextSupport.subscribeAndAwait(pairs::sweep);
        assertThat(isToldOver("vp")).isFalse();
        lab.datasets("vo", CLEAN, "tank", "tank/x");
        awaitTold(PullRecovered.class, "vp");
        await(() -> ofChild("state", nullValue()));
    }

    @Test
    void itStandsOnAMachineThatNeverToldOfItsDatasets() throws Throwable {
        lab.declare("vq", "vr", "root@vq:tank/x copy/x\n", "other");
        lab.datasets("vq", CLEAN, "tank", "tank/x");
        lab.snapshots("vq", "tank/x", 2);
        await(() -> SnapshotLab.as("operator")
                .body(Map.of("node", "vr", "dataset", "copy/x"))
                .post("/transfers")
                .then()
                .statusCode(202));
        lab.failed("vr", lab.firstPull("vr"), Reason.NO_SPACE, "out of space");
        awaitTold(PullFailed.class, "vr");

        var _ = VertxContextSupport.subscribeAndAwait(pairs::sweep);

        assertThat(isToldOver("vr")).isFalse();
    }

    /** The sweep has looked at all pairs, and tells of the failure just when the report of the repair is taken in. */
    @Test
    void whatTheSweepIsAboutToCallOverTheTransferAfterARepairDoesNotCallOverAgain() throws SQLException {
        failedBehind("vs", "vt");
        lab.snapshotsAndOwn("vt", "copy/x", 1, 0);
        Decoded<RollBackDataset> rollBack = lab.bus.await(Topic.commands("vt"), RollBackDataset.class, _ -> true);

        try (Connection sweep = database.getConnection()) {
            sweep.setAutoCommit(false);
            one(sweep, "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.pair'))");
            lab.bus.report(
                    "vt",
                    new CommandDone(id(rollBack), Instant.now(), new DatasetRolledBack("copy/x", List.of(OWN), 0)));
            await(() -> assertThat(one("""
                    select (select count(*) from pg_locks where locktype = 'advisory' and not granted
                        and objid = cast(hashtext(current_schema() || '.pair') & 4294967295 as oid)) >= 2
                      or exists (select 1 from transfer where node = 'vt' and ended_at is null)""")).isEqualTo("t"));
            try (Statement tell = sweep.createStatement()) {
                assertThat(tell.executeUpdate(
                                "update transfer set told_over = true where node = 'vt' and ended_at is not null"))
                        .isOne();
            }
            sweep.commit();
        }

        await(() -> assertThat(one("select count(*) from transfer where node = 'vt'"))
                .isEqualTo("2"));
        assertThat(one("select before_reason from transfer where node = 'vt' order by made desc limit 1"))
                .isNull();
    }

    /** A copy that lacks a snapshot and could not be brought it. */
    private void failedBehind(String source, String puller) {
        lab.declare(source, puller, "--no-rollback root@" + source + ":tank/x copy/x\n", "copy");
        lab.datasets(source, CLEAN, "tank/x");
        lab.snapshots(source, "tank/x", 2);
        lab.datasets(puller, CLEAN, "copy/x");
        lab.snapshots(puller, "copy/x", 1);
        Decoded<PullDatasets> pull = lab.firstPull(puller);
        lab.failed(puller, pull, Reason.NO_SPACE, "out of space");
        awaitTold(PullFailed.class, puller);
    }

    private void awaitTold(Class<? extends ZfsEvent.OfCopy> type, String node) {
        lab.bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                type,
                event -> event.message().copy().node().equals(node));
    }

    private boolean isToldOver(String node) throws SQLException {
        return "t".equals(one("select bool_or(told_over) from transfer where node = '" + node + "'"));
    }

    private String one(String query) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return one(connection, query);
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            assertThat(found.next()).isTrue();
            return found.getString(1);
        }
    }

    private static ValidatableResponse ofChild(String field, Matcher<?> matcher) {
        return listed("vp").body("items.find { it.target.dataset == 'copy/x/a' }?." + field, matcher);
    }

    private static ValidatableResponse listed(String node) {
        return SnapshotLab.as("viewer").get("/pairs?node=" + node).then().statusCode(200);
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
