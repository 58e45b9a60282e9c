package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** Other services are upgraded with inventory and may read more of the fleet than before, though nobody has touched the repository. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class FleetToldAgainIT {
    @TempDir
    Path folder;

    @Test
    void theFleetIsToldOnceAfterEachStartThoughNothingChanged() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("fleet"));
        TestRepository.exampleIn(repository);
        Git.init().setDirectory(repository.toFile()).call().close();
        TestRepository.commit(repository);
        Map<String, String> often =
                Map.of("brigade.inventory.repository", repository.toString(), "brigade.inventory.import-every", "1s");
        try (PackagedService service = new PackagedService(folder, often);
                TestBus bus = service.bus()) {
            Instance first = service.start();
            await(bus, 1);
            first.kill();
            service.start();
            await(bus, 2);

            List<FleetDeclared> told = told(bus);
            assertThat(told.get(1)).isEqualTo(told.get(0));
            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> told(bus).size() == 2);
        }
    }

    private static void await(TestBus bus, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(told(bus)).hasSize(count));
    }

    private static List<FleetDeclared> told(TestBus bus) {
        return bus.distinct(Topic.FLEET.topicName()).stream()
                .map(sent -> Codec.decode(sent, FleetDeclared.class).message())
                .toList();
    }
}
