package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** A channel that cannot go on, here for want of a deserializer that reads what comes, must not leave a service behind that looks well. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class EndedChannelIT {
    @TempDir
    Path folder;

    @Test
    void aServiceEndsWhenOneOfItsChannelsHasEndedAndNamesIt() throws Exception {
        Map<String, String> onlyNumbers = Map.of(
                "mp.messaging.incoming.facts.value.deserializer",
                "org.apache.kafka.common.serialization.LongDeserializer");
        try (PackagedService service = new PackagedService(folder, onlyNumbers);
                TestBus bus = service.bus()) {
            Instance instance = service.start();
            bus.enrol("host1");
            bus.fact("host1", new PresenceFact("1.0", Instant.now(), Duration.ofMinutes(1), false));
            assertThat(instance.awaitEnd()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("service0.out"))).contains("the channel facts has ended");
        }
    }
}
