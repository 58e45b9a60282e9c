package org.openfoodfacts.brigade.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.PackagedService;

/** The packaged service as a process of its own, killed in the middle of a deployment. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class RestartIT {
    @TempDir
    Path folder;

    private PackagedService service;
    private PackagedService.Instance instance;
    private DeployerLab lab;

    @BeforeEach
    void startSurroundings() throws IOException {
        service = new PackagedService(folder, Map.of());
        lab = new DeployerLab(service.bus());
    }

    @AfterEach
    void stopAll() {
        lab.close();
        service.close();
    }

    @Test
    void aDeploymentGoesOnWhereItWasAfterTheServiceWasKilled() throws Exception {
        String node = "n" + UUID.randomUUID().toString().substring(0, 8);
        lab.bus.enrol(node);
        lab.declare(node);
        instance = service.start();
        String id = deploy(node);
        UUID inspecting = await(node, InspectCheckout.class);
        instance.kill();
        done(node, inspecting, InspectCheckout.class);
        instance = service.start();
        done(node, await(node, FetchRelease.class), FetchRelease.class);
        UUID checkingOut = await(node, CheckOutRelease.class);
        instance.kill();
        instance = service.start();
        done(node, checkingOut, CheckOutRelease.class);
        done(node, await(node, RunBuild.class), RunBuild.class);
        done(node, await(node, VerifyRelease.class), VerifyRelease.class);

        Awaitility.await("succeeded")
                .atMost(Duration.ofMinutes(5))
                .ignoreExceptions()
                .untilAsserted(() ->
                        instance.as("viewer").get("/deployments/" + id).then().body("state", is("SUCCEEDED")));
        assertThat(lab.bus.distinct(Topic.commands(node)))
                .as("each command once")
                .hasSize(5);
    }

    private String deploy(String node) {
        Map<String, String> body = Map.of("application", "server", "flavor", node, "version", "v2");
        return Awaitility.await("the fleet is known")
                .atMost(Duration.ofMinutes(5))
                .ignoreExceptions()
                .until(
                        () -> instance.as("operator")
                                .body(body)
                                .post("/deployments")
                                .<String>path("id"),
                        id -> id != null);
    }

    /** Kafka gives the partitions of a killed consumer to its successor only after its session has timed out. */
    private UUID await(String node, Class<? extends Command> type) {
        Awaitility.await(type.getSimpleName() + " is sent")
                .atMost(Duration.ofMinutes(5))
                .until(() -> lab.bus.distinct(Topic.commands(node)).stream()
                        .anyMatch(record -> EventType.byId(record.headers().get("ce_type"))
                                .filter(known -> known.messageClass() == type)
                                .isPresent()));
        return DeployerLab.id(lab.bus.await(Topic.commands(node), type, command -> true));
    }

    private void done(String node, UUID command, Class<? extends Command> type) {
        lab.done(node, command, DeployerLab.rightResult(type, "v2"));
    }
}
