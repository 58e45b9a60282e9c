package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.BusUser;
import org.openfoodfacts.brigade.suite.bus.KafkaCalls;

/** A tunnel's key is on its two machines, readable by root, and nowhere else. */
@OnRealMachines
class MachineTunnelST {
    private static final String FILE = "/etc/stunnel/psk/metrics.txt";

    @Test
    void aRotatedKeyIsOnBothEndsAndNowhereElse(TwoMachines machines) throws IOException {
        String first = rotate(machines);
        String second = rotate(machines);
        assertThat(second).isNotEqualTo(first);
        for (String key : List.of(first, second)) {
            assertThat(key).hasSizeGreaterThanOrEqualTo(16);
            assertNotLogged(machines, key);
            assertOnNoTopic(machines, key);
            assertThat(answers(machines)).contains("metrics").doesNotContain(key);
        }
    }

    /** The key that both ends hold after it. */
    private static String rotate(TwoMachines machines) {
        String id = machines.api()
                .post("security/tunnels/metrics/psk", Map.of())
                .path("id")
                .asText();
        JsonNode rotation = Awaitility.await("both ends have written it")
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api().get("security/tunnels/metrics/psk/" + id),
                        view -> Set.of("DONE", "FAILED")
                                .contains(view.path("state").asText()));
        assertThat(rotation.path("state").asText()).as(rotation.toString()).isEqualTo("DONE");
        for (RealMachine end : List.of(machines.proxy(), machines.tunnel())) {
            assertThat(end.run("stat -c '%a %U' " + FILE)).isEqualTo("600 root");
        }
        String key = key(machines.proxy());
        assertThat(key(machines.tunnel())).isEqualTo(key);
        return key;
    }

    /** Of the newest line {@code identity:key}. */
    private static String key(RealMachine end) {
        return end.run("tail -n 1 " + FILE).split(":", 2)[1];
    }

    private static void assertNotLogged(TwoMachines machines, String key) throws IOException {
        for (RealMachine end : List.of(machines.proxy(), machines.tunnel())) {
            assertThat(end.run("journalctl --no-pager"))
                    .contains("brigade-agent")
                    .doesNotContain(key);
            assertThat(end.run("grep -rlF -e '" + key + "' /var/lib/brigade-agent /var/log /tmp || true"))
                    .isEmpty();
        }
        Path logs = machines.suite().state().log("x").getParent();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log : files.toList()) {
                assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                        .as(log.toString())
                        .doesNotContain(key);
            }
        }
    }

    private static void assertOnNoTopic(TwoMachines machines, String key) {
        Set<String> topics;
        try (Admin admin = machines.suite().broker().admin()) {
            topics = KafkaCalls.await(admin.listTopics().names());
        }
        assertThat(topics).contains("brigade.reports", "brigade.node.north-proxy.commands");
        BusUser reader = BusUser.admin(machines.suite());
        for (String topic : topics) {
            for (ConsumerRecord<String, byte[]> record : reader.readAll(topic)) {
                byte[] body = record.value() == null ? new byte[0] : record.value();
                assertThat(new String(body, StandardCharsets.UTF_8) + record.headers())
                        .as(topic)
                        .doesNotContain(key);
            }
        }
    }

    private static String answers(TwoMachines machines) {
        return Stream.of(
                        "security/tunnels",
                        "security/tunnels/metrics/psk",
                        "inventory/events?order=newest&limit=1000",
                        "inventory/nodes/north-proxy",
                        "inventory/nodes/south-tunnel")
                .map(path -> machines.api().get(path).toString())
                .reduce("", String::concat);
    }
}
