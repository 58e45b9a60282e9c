package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.suite.BusUser;

/** The agent from its tarball and unit file, installed as its README says, tells the truth about its machine. */
@OnRealMachines
class InstallationST {
    @Test
    void theUnitRunsAndItsStateIsForRootAlone(TwoMachines machines) {
        for (RealMachine machine : List.of(machines.proxy(), machines.tunnel())) {
            assertThat(machine.run("systemctl is-active brigade-agent; systemctl is-enabled brigade-agent"))
                    .isEqualTo("active\nenabled");
            assertThat(machine.run("stat -c '%a %U' /var/lib/brigade-agent")).isEqualTo("700 root");
            assertThat(machine.run("find /var/lib/brigade-agent -type f -perm /077"))
                    .isEmpty();
            assertThat(machine.run("ss -Hltnp | grep -c brigade || true")).isEqualTo("0");
        }
    }

    @Test
    void theFactsAreTrue(TwoMachines machines) {
        RealMachine proxy = machines.proxy();
        JsonNode system = machines.fact(proxy, "system");
        assertThat(system.path("hostname").asText()).isEqualTo("north-proxy");
        assertThat(system.path("os").asText() + " " + system.path("osVersion").asText())
                .containsIgnoringCase("debian")
                .contains("12");
        assertThat(system.path("kernel").asText()).isEqualTo(proxy.run("uname -r"));
        JsonNode presence = machines.node(proxy).path("seen").path("agent");
        assertThat(presence.path("interval").asText()).isEqualTo("PT12S");
        assertThat(presence.path("observeOnly").asBoolean()).isFalse();
        assertThat(capabilities(machines, proxy))
                .contains("nginx", "fail2ban-client", "nft", "stunnel", "systemctl", "git")
                .doesNotContain("zfs", "zpool");
    }

    private static List<String> capabilities(TwoMachines machines, RealMachine machine) {
        return machines.fact(machine, "capabilities")
                .path("capabilities")
                .valueStream()
                .map(capability -> capability.path("name").asText())
                .toList();
    }

    @Test
    void theListeningSocketIsToldWithItsProcessAndWhenThatStarted(TwoMachines machines) {
        RealMachine proxy = machines.proxy();
        JsonNode socket = Awaitility.await("nginx listens")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> socket(machines, 80), Optional::isPresent)
                .orElseThrow();
        assertThat(socket.path("process").asText()).isEqualTo("nginx");
        assertThat(proxy.run("cat /proc/" + socket.path("pid").asInt() + "/comm"))
                .isEqualTo("nginx");
        Instant started = Instant.ofEpochSecond(Long.parseLong(proxy.run(
                "date +%s -d \"$(ps -o lstart= -p " + socket.path("pid").asInt() + ")\"")));
        assertThat(Duration.between(
                                started, Instant.parse(socket.path("startedAt").asText()))
                        .abs())
                .isLessThan(Duration.ofSeconds(3));
    }

    private static Optional<JsonNode> socket(TwoMachines machines, int port) {
        return machines.fact(machines.proxy(), "network")
                .path("sockets")
                .valueStream()
                .filter(socket -> socket.path("port").asInt() == port)
                .findFirst();
    }

    @Test
    void aUnitThatFailsIsToldAndSoIsItsReturn(TwoMachines machines) {
        machines.proxy().run("systemctl stop nginx");
        try {
            Awaitility.await("nginx is told to be down")
                    .atMost(TwoMachines.PATIENCE)
                    .until(() ->
                            machines.fact(machines.proxy(), "units").toString().contains("nginx.service")
                                    && socket(machines, 80).isEmpty());
        } finally {
            machines.proxy().run("systemctl start nginx");
        }
        Awaitility.await("nginx is told to be back")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> socket(machines, 80).isPresent());
    }

    /** Printed, not judged: other programs share this machine. The interval is the shipped one minute. */
    @Test
    void theFigures(TwoMachines machines) {
        RealMachine machine = machines.tunnel();
        machine.run("systemctl restart brigade-agent");
        Instant started = Instant.parse(machine.run(
                "date -u +%Y-%m-%dT%H:%M:%S.%NZ -d \"$(systemctl show --timestamp=us --value -p ExecMainStartTimestamp"
                        + " brigade-agent)\""));
        ConsumerRecord<String, byte[]> first = Awaitility.await("the first fact after the start")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> facts(machines, machine, started).findFirst(), Optional::isPresent)
                .orElseThrow();
        Awaitility.await("it idles")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> Duration.between(started, Instant.now()).compareTo(Duration.ofSeconds(40)) > 0);
        String pid = machine.run("systemctl show --value -p MainPID brigade-agent");
        System.err.printf(
                "agent under its unit: %d ms from process start to first fact (%s); %s; MemoryCurrent %s%n",
                first.timestamp() - started.toEpochMilli(),
                first.key(),
                machine.run("grep -E 'VmRSS|RssAnon|RssFile' /proc/" + pid + "/status | tr -s '\\t\\n ' ' '"),
                machine.run("systemctl show --value -p MemoryCurrent brigade-agent"));
        assertThat(first.key()).startsWith(machine.name() + "/");
    }

    private static Stream<ConsumerRecord<String, byte[]>> facts(
            TwoMachines machines, RealMachine machine, Instant since) {
        return BusUser.admin(machines.suite()).readAll(Topic.FACTS.topicName()).stream()
                .filter(record -> record.key().startsWith(machine.name() + "/"))
                .filter(record -> record.timestamp() > since.toEpochMilli())
                .sorted((one, other) -> Long.compare(one.timestamp(), other.timestamp()));
    }
}
