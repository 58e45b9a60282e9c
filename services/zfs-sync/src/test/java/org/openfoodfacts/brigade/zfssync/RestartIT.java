package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** The packaged service as two processes, each killed once while a command of its own is under way. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class RestartIT {
    private static final String NODE = "host1";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private PackagedService service;
    private TestBus bus;

    @BeforeEach
    void startSurroundings() throws Exception {
        service = new PackagedService(folder, Map.of("brigade.zfs-sync.expiry-sweep", "1s"));
        bus = service.bus();
    }

    @AfterEach
    void stopAll() {
        bus.close();
        service.close();
    }

    @Test
    void aSnapshotIsTakenAndDestroyedOnceThoughBothInstancesAreKilledOnTheWay() throws Exception {
        Instance first = service.start();
        Instance second = service.start();
        declareDataset(second);
        Map<String, Object> wish = Map.of(
                "node",
                NODE,
                "dataset",
                "tank",
                "reason",
                "before the upgrade",
                "expiresAt",
                Instant.now().plusSeconds(30).toString());
        String id = ask(first, wish);
        assertThat(ask(second, wish))
                .as("the same key through the other instance")
                .isEqualTo(id);

        Decoded<TakeSnapshot> take = command(TakeSnapshot.class);
        first.kill();
        String name = take.message().name();
        done(take, new SnapshotsTaken(List.of(new TakenSnapshot("tank", name, "42", 7, Instant.now()))));
        Instance third = service.start();
        Decoded<DestroySnapshots> destroy = command(DestroySnapshots.class);
        second.kill();
        done(destroy, new SnapshotsDestroyed("tank", List.of(name), 4096));

        Awaitility.await("destroyed")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        third.as("viewer").get("/snapshots/" + id).then().body("state", Matchers.is("DESTROYED")));
        Awaitility.await("told")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told())
                        .containsExactlyInAnyOrder(EventType.SNAPSHOT_TAKEN.id(), EventType.SNAPSHOT_DESTROYED.id()));
        assertThat(bus.distinct(Topic.commands(NODE))).as("each command once").hasSize(2);
    }

    private void declareDataset(Instance instance) {
        bus.enrol(NODE);
        bus.fact(
                NODE,
                new DatasetsFact(List.of(new Dataset("tank", "14", "filesystem", 1000, 2000, 500, null, "/tank"))));
        Awaitility.await("the dataset is known")
                .atMost(PATIENCE)
                .untilAsserted(() -> instance.as("viewer")
                        .get("/datasets?node=" + NODE)
                        .then()
                        .body("items", Matchers.hasSize(1)));
    }

    private static String ask(Instance instance, Map<String, Object> wish) {
        return instance.as("operator")
                .header("Idempotency-Key", "once")
                .body(wish)
                .post("/snapshots")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private <C extends Message> Decoded<C> command(Class<C> type) {
        Awaitility.await(type.getSimpleName())
                .atMost(PATIENCE)
                .until(() -> bus.distinct(Topic.commands(NODE)).stream()
                        .anyMatch(r -> EventType.byId(r.headers().get("ce_type"))
                                .filter(known -> known.messageClass() == type)
                                .isPresent()));
        return bus.await(Topic.commands(NODE), type, d -> true);
    }

    private void done(Decoded<?> command, CommandResult result) {
        bus.report(NODE, new CommandDone(UUID.fromString(command.envelope().id()), Instant.now(), result));
    }

    private List<String> told() {
        return bus.distinct(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(r -> r.headers().get("ce_type"))
                .toList();
    }
}
