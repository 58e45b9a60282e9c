package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.suite.bus.BrokerConfig;

class ElsewhereTest {
    @Test
    void withoutAnAddressNothingListensButOnLoopback(@TempDir Path folder) {
        assertThat(Elsewhere.of(null, Set.of("north1")).hostAndPort(_ -> 1)).isEmpty();
        Map<String, String> broker = broker(folder, null).properties();
        assertThat(broker.get("listeners")).isEqualTo("CLIENT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
        assertThat(broker(folder, null).nodeBootstrapServers()).isEqualTo("127.0.0.1:9092");
    }

    @Test
    void nodesElsewhereHaveAListenerOfTheirOwnWithItsOwnAddress(@TempDir Path folder) {
        BrokerConfig config = broker(folder, "10.9.0.1:9094");
        assertThat(config.properties().get("advertised.listeners"))
                .isEqualTo("CLIENT://127.0.0.1:9092,NODES://10.9.0.1:9094");
        assertThat(config.nodeBootstrapServers()).isEqualTo("10.9.0.1:9094");
        assertThat(config.bootstrapServers()).isEqualTo("127.0.0.1:9092");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"203.0.113.77", "2001:db8::77", "0.0.0.0", "::", "127.0.0.1", "::1", "proxy.example.org", ""})
    void anAddressThatMachinesCannotReachIsRefusedByName(String address) {
        assertThatThrownBy(() -> Elsewhere.of(address, Set.of()))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("--listen ")
                .hasMessageContaining("this machine");
    }

    private static BrokerConfig broker(Path folder, String nodes) {
        return new BrokerConfig(
                9092, 9093, folder, new Secrets(folder.resolve("secrets.properties")), nodes, Duration.ofMinutes(5));
    }
}
