package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
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
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Snapshots by hand whose end comes while their dataset is not where it was. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ExpiryAwayIT {
    private final Instant longAgo = Instant.now().minus(Duration.ofHours(1));

    @Inject
    DataSource database;

    private final SnapshotLab lab = new SnapshotLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void whatWasRenamedIsDestroyedUnderItsNewName() {
        lab.node("away1", "tank", "tank/a");
        String id = taken("away1");
        lab.datasets("away1", "tank", "tank/b");
        end(id);

        DestroySnapshots destroy =
                lab.command("away1", DestroySnapshots.class, 0).message();

        assertThat(destroy.dataset()).isEqualTo("tank/b");
        assertThat(destroy.snapshots())
                .singleElement()
                .satisfies(ref -> assertThat(ref.guid()).isEqualTo("42"));
    }

    @Test
    void whatWasRenamedIsNotTakenASecondTime() {
        lab.node("away5", "tank", "tank/a");
        String id = SnapshotLab.ask(SnapshotLab.wish("away5", "tank", true, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("away5", TakeSnapshot.class, 0);
        String name = take.message().name();
        lab.done(take, new TakenSnapshot("tank/a", name, "42", 7, longAgo));
        SnapshotLab.awaitState(id, "TAKEN");

        lab.datasets("away5", "tank", "tank/b");
        lab.listing("away5", "tank/b", name, List.of(), longAgo);
        awaitListed("away5", 1);

        SnapshotLab.as("viewer").get("/snapshots/" + id).then().body("snapshots.dataset", contains("tank/a"));
    }

    /** As by a listing that was made before the snapshot was destroyed and is read behind the report of that. */
    @Test
    void whatWasDestroyedUnderItsNewNameIsNotTakenAgainByAnOlderListing() throws SQLException {
        lab.node("away6", "tank", "tank/a");
        String id = taken("away6", SnapshotLab.wish("away6", "tank", true, 3600));
        String name = lab.command("away6", TakeSnapshot.class, 0).message().name();
        lab.datasets("away6", "tank", "tank/b");
        end(id);
        Decoded<DestroySnapshots> destroy = lab.command("away6", DestroySnapshots.class, 0);
        var destroyed = new SnapshotsDestroyed("tank/b", List.of(name), 1);
        lab.bus.report("away6", new CommandDone(SnapshotLab.id(destroy), Instant.now(), destroyed));
        SnapshotLab.awaitState(id, "DESTROYED");
        try (Connection connection = database.getConnection();
                Statement later = connection.createStatement()) {
            assertThat(
                            later.executeUpdate(
                                    "update expiring_snapshot set ended_at = ended_at + interval '1 hour' where node = 'away6'"))
                    .isOne();
        }

        lab.listing("away6", "tank/b", name, List.of(), longAgo);
        awaitListed("away6", 1);

        SnapshotLab.as("viewer").get("/snapshots/" + id).then().body("snapshots.dataset", contains("tank/a"));
    }

    @Test
    void whatIsAwayWithItsPoolIsNotGoneAndWhatHasTheSameSnapshotElsewhereIsACopy() {
        lab.node("away2", "tank", "tank/a");
        String id = taken("away2");
        String name = lab.command("away2", TakeSnapshot.class, 0).message().name();
        lab.listing("away2", "rpool/a", name, List.of(), longAgo);
        lab.datasets("away2", "rpool", "rpool/a");
        end(id);

        SnapshotLab.awaitDetail(id, containsString("neither its dataset nor its pool is there"));
        assertThat(lab.commands("away2", DestroySnapshots.class)).isEmpty();
    }

    @Test
    void whatWentWithItsDatasetIsGone() {
        lab.node("away3", "tank", "tank/a");
        String id = taken("away3");
        lab.datasets("away3", "tank");
        end(id);

        SnapshotLab.awaitState(id, "DESTROYED").body("snapshots[0].state", is("gone"));
    }

    @Test
    void whatIsNoLongerListedWhileItsDatasetIsShownIsNotTakenForGone() {
        lab.node("away4", "tank", "tank/a");
        String id = taken("away4");
        end(id);

        assertThat(lab.command("away4", DestroySnapshots.class, 0).message().dataset())
                .as("the agent has the last word")
                .isEqualTo("tank/a");
    }

    /** A snapshot of an hour ago on {@code tank/a}; then a listing that no longer has it, as after a rename or without the pool. */
    private String taken(String node) {
        return taken(node, SnapshotLab.wish(node, "tank/a", false, 3600));
    }

    private String taken(String node, Map<String, Object> wish) {
        String id = SnapshotLab.ask(wish).extract().path("id");
        Decoded<TakeSnapshot> take = lab.command(node, TakeSnapshot.class, 0);
        String name = take.message().name();
        lab.done(take, new TakenSnapshot("tank/a", name, "42", 7, longAgo));
        SnapshotLab.awaitState(id, "TAKEN");
        lab.listing(node, "tank/a", name, List.of(), longAgo);
        awaitListed(node, 1);
        lab.bus.tombstone(node, new SnapshotsFact("tank/a", List.of(), List.of()));
        awaitListed(node, 0);
        return id;
    }

    private static void awaitListed(String node, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> SnapshotLab.as("viewer")
                        .get("/datasets?node=" + node)
                        .then()
                        .body("items[1].summary.count", is(count)));
    }

    private static void end(String id) {
        SnapshotLab.as("operator").delete("/snapshots/" + id).then().statusCode(202);
    }
}
