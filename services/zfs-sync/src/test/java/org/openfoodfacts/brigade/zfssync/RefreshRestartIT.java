package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;

/** The packaged service, killed in every step of a refresh while its command is under way; the report comes while nobody is there. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class RefreshRestartIT {
    private static final List<String> UNITS = List.of("web.service", "mnt.mount");

    @TempDir
    Path folder;

    /** A step's command, on which node, and what comes of it. */
    private record Step(String node, Class<? extends Command> command, CommandResult result) {}

    private static final List<Step> STEPS = List.of(
            new Step("re", CloneSnapshots.class, ClonesLab.FRESH),
            new Step("rf", StopUnits.class, new UnitsStopped(UNITS)),
            new Step(
                    "re",
                    SwapClones.class,
                    new ClonesSwapped(List.of(new Clone("t/s/a.before", "1"), new Clone("t/s/b.before", "2")))),
            new Step("rf", StartUnits.class, new UnitsStarted(UNITS.reversed())),
            new Step("re", DestroyClones.class, new ClonesDestroyed(List.of("t/s/a.before", "t/s/b.before"), 9)));

    @Test
    void eachStepIsTakenOnceThoughTheServiceIsKilledInEveryOne() throws Exception {
        try (PackagedService service = new PackagedService(folder, Map.of("brigade.zfs-sync.clones-sweep", "1s"));
                ClonesLab lab = new ClonesLab(service.bus())) {
            Instance running = service.start();
            lab.declare("re", "rf", null);
            lab.snapshots("re");
            lab.datasets("re");
            begin(running);
            for (Step step : STEPS) {
                var command = lab.command(step.node(), step.command(), null);
                running.kill();
                lab.done(step.node(), command, step.result());
                running = service.start();
            }

            await(running);
            lab.event(ClonesRefreshed.class, "re");
            assertThat(Stream.of("re", "rf")
                            .mapToInt(node ->
                                    lab.bus.distinct(Topic.commands(node)).size())
                            .sum())
                    .isEqualTo(STEPS.size());
            assertThat(lab.bus.distinct(Topic.ZFS_SYNC_EVENTS.topicName()))
                    .filteredOn(sent -> sent.headers().get("ce_type").contains("clones-refresh"))
                    .hasSize(1);
        }
    }

    private static void begin(Instance instance) {
        Awaitility.await("the set is declared and has a moment")
                .atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> instance.as("operator")
                        .post("/clones/set-re/refresh")
                        .then()
                        .statusCode(202));
    }

    private static void await(Instance instance) {
        Awaitility.await("done")
                .atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> instance.as("viewer")
                        .get("/clones/refreshes?name=set-re")
                        .then()
                        .body("items.state", contains("DONE"))
                        .body("items.inPlace", contains("FRESH")));
    }
}
