package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.SnapshotDestroyFailed;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** A snapshot by hand that a copy goes on from, where nobody holds it: syncoid brings the copy, or its operator may not release. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ExpiryLastCommonIT {
    private static final String OBSTACLE = "the last snapshot that it has in common with last2:copy/a";

    private final Instant longAgo = Instant.now().minus(Duration.ofHours(1));

    private final SnapshotLab lab = new SnapshotLab();

    @Inject
    DataSource database;

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void itStaysUntilTheCopyHasANewerOne() throws SQLException {
        lab.node("last1", "tank", "tank/a");
        lab.node("last2", "copy", "copy/a");
        declare("last1", "last2", "op@last1:tank/a copy/a\n");
        String id = SnapshotLab.ask(SnapshotLab.wish("last1", "tank/a", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("last1", TakeSnapshot.class, 0);
        String name = take.message().name();
        lab.done(take, new TakenSnapshot("tank/a", name, "42", 7, longAgo));
        SnapshotLab.awaitState(id, "TAKEN");
        Snapshot byHand = snapshot(name, "42", 7);
        snapshots("last1", "tank/a", byHand);
        snapshots("last2", "copy/a", byHand);
        awaitCommon(name);

        SnapshotLab.as("operator").delete("/snapshots/" + id).then().statusCode(202);

        SnapshotLab.awaitState(id, "KEPT").body("detail", is("tank/a: " + OBSTACLE));
        lab.bus.await(
                SnapshotLab.EVENTS,
                SnapshotDestroyFailed.class,
                told -> told.message().node().equals("last1")
                        && told.message().detail().equals(OBSTACLE));
        assertThat(lab.commands("last1", DestroySnapshots.class)).isEmpty();

        Snapshot newer = snapshot("autosnap_x_hourly", "43", 8);
        snapshots("last1", "tank/a", byHand, newer);
        snapshots("last2", "copy/a", byHand, newer);
        awaitCommon(newer.name());
        awaitRemembered(newer.creation());
        lookAgainNow(id);
        assertThat(lab.command("last1", DestroySnapshots.class, 0).message().snapshots())
                .singleElement()
                .satisfies(ref -> assertThat(ref.guid()).isEqualTo("42"));
    }

    private Snapshot snapshot(String name, String guid, long txg) {
        return new Snapshot(name, guid, txg, longAgo.plusSeconds(txg), 100, List.of(), List.of(), null);
    }

    private void snapshots(String node, String dataset, Snapshot... all) {
        lab.bus.fact(node, new SnapshotsFact(dataset, List.of(all), List.of()));
    }

    private void declare(String source, String puller, String pulls) {
        List<DeclaredNode> nodes = Stream.of(source, puller)
                .map(name -> new DeclaredNode(name, "host", "north", null, null, List.of(), List.of(), null))
                .toList();
        DeclaredFile file = new DeclaredFile(puller, "confs/" + puller + "/sanoid/syncoid-args.conf", pulls);
        FleetDeclared fleet =
                new FleetDeclared("last", "r", "c", nodes, List.of(), List.of(), List.of(), List.of(file), List.of());
        lab.bus.sendAs(Service.INVENTORY, Topic.FLEET.topicName(), "last", fleet);
    }

    private static void awaitCommon(String name) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> SnapshotLab.as("viewer")
                        .get("/pairs?node=last2")
                        .then()
                        .body("items.common.snapshot", hasItem(name)));
    }

    private void awaitRemembered(Instant common) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> changed("update pair_state set declared = declared where node = 'last2' and common > '"
                                + common.minusMillis(1) + "'"),
                        rows -> rows == 1);
    }

    private void lookAgainNow(String id) throws SQLException {
        assertThat(changed("update expiring_snapshot set not_before = now() where request_id = '" + id + "'"))
                .isEqualTo(1);
    }

    private int changed(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            return sql.executeUpdate(statement);
        }
    }
}
