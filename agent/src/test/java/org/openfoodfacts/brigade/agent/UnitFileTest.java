package org.openfoodfacts.brigade.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

/** What the agent's code relies on in the unit file it is delivered with. */
class UnitFileTest {
    private static final Path UNIT = Path.of("..", "deploy", "systemd", "brigade-agent.service");

    /** With the agent's own 0077 no web server could read what it checks out and builds. */
    @Test
    void whatACheckoutOrABuildMakesIsReadableByOthersAsUsual() throws IOException {
        String mask = value("UMask");

        ExecResult made = new ProcessExec()
                .run(Invocation.of(
                        "sh", "-c", "umask " + mask + "; d=$(mktemp -d); : >$d/f; stat -c %a $d/f; rm -r $d"));

        assertThat(made.success()).map(String::strip).contains("644");
    }

    @Test
    void theAgentsOwnStateIsItsOwnersOnly() throws IOException {
        assertThat(value("StateDirectoryMode")).isEqualTo("0700");
    }

    /** All processes of the unit asked to end at once would make a build look failed by itself, not cut short. */
    @Test
    void onlyTheAgentIsAskedToEndAndItHasTheTimeToEndItsCommands() throws IOException {
        assertThat(value("KillMode")).isEqualTo("mixed");
        assertThat(Integer.parseInt(value("TimeoutStopSec"))).isGreaterThanOrEqualTo(30);
    }

    @Test
    void theConfigurationIsCheckedBeforeTheAgentRuns() throws IOException {
        assertThat(value("ExecStartPre")).contains("check-config", "--config /etc/brigade-agent/agent.properties");
        assertThat(value("ExecStart")).contains("run", "--config /etc/brigade-agent/agent.properties");
    }

    @Test
    void theAgentStartsWhenTheClockIsRight() throws IOException {
        assertThat(value("After").split(" ")).contains("time-sync.target");
    }

    /** ProtectClock implies a DeviceAllow until systemd 253 (its issue 18142): with one, all other devices are out of reach, /dev/zfs too. */
    @Test
    void noDeviceIsTakenAway() throws IOException {
        assertThat(Files.readAllLines(UNIT))
                .noneMatch(line -> line.matches("(ProtectClock|PrivateDevices|DeviceAllow|DevicePolicy)=.*"));
        assertThat(value("CapabilityBoundingSet")).startsWith("~").contains("CAP_SYS_TIME");
    }

    /** A setting that stands twice would hide which one counts. */
    private static String value(String key) throws IOException {
        List<String> values = Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
        assertThat(values).as(key).hasSize(1);
        return values.getFirst();
    }
}
