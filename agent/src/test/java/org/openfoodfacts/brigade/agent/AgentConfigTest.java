package org.openfoodfacts.brigade.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.agent.files.ConfigException;

class AgentConfigTest {
    @TempDir
    Path folder;

    @Test
    void everyKeyIsTakenOver() throws IOException {
        AgentConfig config = read("""
                node = north-proxy
                state = /tmp/state
                policy = /etc/brigade-agent/policy
                interval = PT30S
                observe-only = true
                security-api = http://127.0.0.1:8080/api/security
                kafka.client.dns.lookup = use_all_dns_ips
                """);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        "north-proxy",
                        Path.of("/tmp/state"),
                        Path.of("/etc/brigade-agent/policy"),
                        Duration.ofSeconds(30),
                        true,
                        URI.create("http://127.0.0.1:8080/api/security"),
                        Map.of("client.dns.lookup", "use_all_dns_ips")));
    }

    @Test
    void theNodeAloneIsEnough() throws IOException {
        AgentConfig config = read("node = north\n");

        assertThat(config.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.state()).isEqualTo(AgentConfig.DEFAULT_STATE);
        assertThat(config.observeOnly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "node = Not A Name | 'node' is 'Not A Name', not a node name",
                "interval = 1 minute | 'interval' is '1 minute'; it must be an ISO 8601 duration",
                "interval = PT0S | it must be an ISO 8601 duration between",
                "observe-only = ja | 'observe-only' is 'ja'; it must be true or false",
                "state = var/lib | 'state' is 'var/lib'; it must be an absolute path",
                "security-api = ftp://x/ | must be an http or https URL",
                "security-api = ht tp | is no URL",
                "intervall = PT1M | 'intervall' is not known; known are interval, node",
                "node | not of the form key = value",
            })
    void anErrorNamesFileLineAndKey(String line, String expected) {
        assertThatThrownBy(() -> read("# an agent\n" + line + (line.startsWith("node") ? "\n" : "\nnode = a\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("agent.properties:2: ")
                .hasMessageContaining(expected);
    }

    @Test
    void aKeyThatStandsTwiceAndOneThatIsMissingAreErrors() {
        assertThatThrownBy(() -> read("node = a\nnode = b\n"))
                .hasMessageContaining(":2: 'node' stands in line 1 already");
        assertThatThrownBy(() -> read("interval = PT1M\n")).hasMessageContaining("'node' is missing");
        assertThatThrownBy(() -> AgentConfig.read(folder.resolve("none"))).hasMessageContaining("does not exist");
    }

    @Test
    void theExampleThatIsShippedCanBeRead() {
        assertThat(AgentConfig.read(Path.of("../deploy/systemd/agent.properties"))
                        .interval())
                .isEqualTo(Duration.ofMinutes(1));
    }

    private AgentConfig read(String text) throws IOException {
        return AgentConfig.read(Files.writeString(folder.resolve("agent.properties"), text));
    }
}
