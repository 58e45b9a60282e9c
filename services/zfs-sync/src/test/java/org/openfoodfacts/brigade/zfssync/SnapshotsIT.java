package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** From the request to the end of a snapshot, as the node reports it. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class SnapshotsIT {
    private final SnapshotLab lab = new SnapshotLab();

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aSnapshotIsTakenByTheNodeAndDestroyedAtItsEnd() {
        lab.node("host1", "tank", "tank/a", "tank/a/b");
        var asked = SnapshotLab.ask(SnapshotLab.wish("host1", "tank/a", true, 3600))
                .statusCode(202)
                .header("Location", containsString("snapshots/"));
        String id = asked.extract().path("id");
        Decoded<TakeSnapshot> take = lab.command("host1", TakeSnapshot.class, 0);
        assertThat(take.message().name())
                .startsWith("brigade_")
                .isEqualTo(asked.extract().path("name"));
        assertThat(take.message().recursive()).isTrue();
        assertThat(take.envelope().expiry()).isAfter(Instant.now());
        lab.done(take, SnapshotLab.taken(take.message(), "tank/a"), SnapshotLab.taken(take.message(), "tank/a/b"));
        SnapshotLab.awaitState(id, "TAKEN").body("snapshots", hasSize(2)).body("snapshots[1].guid", is("42"));
        lab.bus.await(
                SnapshotLab.EVENTS,
                ZfsEvent.SnapshotTaken.class,
                d -> d.message().node().equals("host1")
                        && d.message().dataset().equals("tank/a/b")
                        && d.message().commandId().equals(SnapshotLab.id(take)));
        SnapshotLab.as("viewer")
                .get("/commands/" + SnapshotLab.id(take))
                .then()
                .statusCode(200)
                .body("state", is("DONE"));

        SnapshotLab.as("operator")
                .delete("/snapshots/" + id)
                .then()
                .statusCode(202)
                .body("state", is("DESTROYING"));
        for (int i = 0; i < 2; i++) {
            Decoded<DestroySnapshots> destroy = lab.command("host1", DestroySnapshots.class, i);
            var ref = destroy.message().snapshots().getFirst();
            assertThat(ref.guid()).isEqualTo("42");
            lab.bus.report(
                    "host1",
                    new CommandDone(
                            SnapshotLab.id(destroy),
                            Instant.now(),
                            new SnapshotsDestroyed(destroy.message().dataset(), List.of(ref.name()), 4096)));
        }
        SnapshotLab.awaitState(id, "DESTROYED").body("snapshots[0].freedBytes", is(4096));
        lab.bus.await(
                SnapshotLab.EVENTS,
                ZfsEvent.SnapshotDestroyed.class,
                d -> d.message().node().equals("host1") && d.message().freedBytes() == 4096);
        SnapshotLab.as("operator").delete("/snapshots/" + id).then().statusCode(409);
    }

    /** Java's years go further back than a table's. */
    @Test
    void aSnapshotIsTakenWhateverYearTheNodeSaysItIsOf() {
        lab.node("longago1", "tank");
        String id = SnapshotLab.ask(SnapshotLab.wish("longago1", "tank", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("longago1", TakeSnapshot.class, 0);
        lab.done(take, new TakenSnapshot("tank", take.message().name(), "42", 7, Instant.MIN));
        SnapshotLab.awaitState(id, "TAKEN").body("snapshots.creation", contains("1970-01-01T00:00:00Z"));
    }

    @Test
    void aReportThatComesTwiceHasOneEffect() {
        lab.node("host2", "tank");
        String id = SnapshotLab.ask(SnapshotLab.wish("host2", "tank", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("host2", TakeSnapshot.class, 0);
        lab.done(take, SnapshotLab.taken(take.message(), "tank"));
        lab.done(take, SnapshotLab.taken(take.message(), "tank"));
        SnapshotLab.awaitState(id, "TAKEN");
        lab.bus.report(
                "host2",
                new CommandFailed(SnapshotLab.id(take), Instant.now(), CommandFailed.Reason.TOOL_FAILED, "no", 1));
        String marker = SnapshotLab.ask(SnapshotLab.wish("host2", "tank", false, 3600))
                .extract()
                .path("id");
        lab.done(
                lab.command("host2", TakeSnapshot.class, 1),
                SnapshotLab.taken(lab.command("host2", TakeSnapshot.class, 1).message(), "tank"));
        SnapshotLab.awaitState(marker, "TAKEN");
        lab.bus.await(
                SnapshotLab.EVENTS,
                ZfsEvent.SnapshotTaken.class,
                d -> d.message()
                        .snapshot()
                        .equals(lab.command("host2", TakeSnapshot.class, 1)
                                .message()
                                .name()));
        assertThat(lab.bus.all(SnapshotLab.EVENTS).stream()
                        .filter(r ->
                                r.key().equals("host2/tank@" + take.message().name())))
                .hasSize(1);
        SnapshotLab.awaitState(id, "TAKEN");
    }

    @Test
    void anExpiredSnapshotIsDestroyedUnlessHeld() {
        lab.node("host3", "tank");
        String id = SnapshotLab.ask(SnapshotLab.wish("host3", "tank", false, 4))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("host3", TakeSnapshot.class, 0);
        lab.done(take, SnapshotLab.taken(take.message(), "tank"));
        lab.listing("host3", "tank", take.message().name(), List.of("keep"), Instant.now());
        SnapshotLab.awaitState(id, "KEPT").body("detail", containsString("held by keep"));
        assertThat(lab.commands("host3", DestroySnapshots.class)).isEmpty();
        lab.bus.await(
                SnapshotLab.EVENTS,
                ZfsEvent.SnapshotDestroyFailed.class,
                d -> d.message().node().equals("host3") && d.message().detail().contains("keep"));
    }

    @Test
    void whatTheNodeItselfRefusesToDestroyIsKept() {
        lab.node("host4", "tank");
        String id = SnapshotLab.ask(SnapshotLab.wish("host4", "tank", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("host4", TakeSnapshot.class, 0);
        lab.done(take, SnapshotLab.taken(take.message(), "tank"));
        SnapshotLab.awaitState(id, "TAKEN");
        SnapshotLab.as("operator").delete("/snapshots/" + id).then().statusCode(202);
        Decoded<DestroySnapshots> destroy = lab.command("host4", DestroySnapshots.class, 0);
        lab.bus.report(
                "host4",
                new CommandRefused(
                        SnapshotLab.id(destroy),
                        Instant.now(),
                        CommandRefused.Reason.PRECONDITION,
                        "tank@x is held by backup"));
        SnapshotLab.awaitState(id, "KEPT").body("detail", containsString("held by backup"));
    }

    @Test
    void aSnapshotThatOnlyTheFactsTellOfIsNotForgotten() {
        lab.node("host5", "tank");
        String id = SnapshotLab.ask(SnapshotLab.wish("host5", "tank", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("host5", TakeSnapshot.class, 0);
        lab.bus.report(
                "host5",
                new CommandFailed(
                        SnapshotLab.id(take), Instant.now(), CommandFailed.Reason.CUT_SHORT, "restarted", null));
        SnapshotLab.awaitState(id, "FAILED").body("detail", containsString("CUT_SHORT"));
        lab.bus.await(
                SnapshotLab.EVENTS,
                ZfsEvent.SnapshotFailed.class,
                d -> d.message().commandId().equals(SnapshotLab.id(take)));
        lab.listing("host5", "tank", take.message().name(), List.of(), Instant.now());
        SnapshotLab.awaitState(id, "TAKEN").body("snapshots", hasSize(1));
    }

    @Test
    void aReportOfAnotherNodeDoesNotCount() {
        lab.node("host6", "tank");
        lab.node("host6-thief", "tank");
        String id = SnapshotLab.ask(SnapshotLab.wish("host6", "tank", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> take = lab.command("host6", TakeSnapshot.class, 0);
        lab.bus.report(
                "host6-thief",
                new CommandDone(
                        SnapshotLab.id(take),
                        Instant.now(),
                        new SnapshotsTaken(List.of(SnapshotLab.taken(take.message(), "tank")))));
        String marker = SnapshotLab.ask(SnapshotLab.wish("host6-thief", "tank", false, 3600))
                .extract()
                .path("id");
        Decoded<TakeSnapshot> own = lab.command("host6-thief", TakeSnapshot.class, 0);
        lab.bus.report(
                "host6-thief",
                new CommandDone(
                        SnapshotLab.id(own),
                        Instant.now(),
                        new SnapshotsTaken(List.of(SnapshotLab.taken(own.message(), "tank")))));
        SnapshotLab.awaitState(marker, "TAKEN");
        SnapshotLab.as("viewer").get("/snapshots/" + id).then().body("state", is("REQUESTED"));
    }
}
