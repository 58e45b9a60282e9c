package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.ListeningSocket;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.Route;

class NetworkProbeTest {
    private static final Instant START = Instant.parse("2026-11-24T05:00:00Z");

    @Test
    void socketsAreReadWithAddressPortAndOldestProcess() {
        List<ListeningSocket> sockets = SocketList.parse(
                List.of(
                        "tcp   LISTEN 0      511          0.0.0.0:80        0.0.0.0:*    users:((\"nginx\",pid=813,fd=6),(\"nginx\",pid=802,fd=6))",
                        "tcp   LISTEN 0      4096            [::]:22           [::]:*    users:((\"sshd (old) x\",pid=44,fd=3))",
                        "udp   UNCONN 0      0   127.0.0.53%lo:53        0.0.0.0:*",
                        "tcp   LISTEN 0      128                *:8006            *:*",
                        "nonsense"),
                _ -> Optional.of(START));

        assertThat(sockets)
                .containsExactly(
                        new ListeningSocket("tcp", "0.0.0.0", 80, "nginx", 802, START),
                        new ListeningSocket("tcp", "::", 22, "sshd (old) x", 44, START),
                        new ListeningSocket("udp", "127.0.0.53%lo", 53, null, null, null),
                        new ListeningSocket("tcp", "*", 8006, null, null, null));
    }

    @Test
    void aSocketThatSystemdHandedOverIsTheServices() {
        List<ListeningSocket> sockets = SocketList.parse(
                List.of(
                        "tcp LISTEN 0 4096 *:22 *:* users:((\"sshd\",pid=44,fd=3),(\"systemd\",pid=1,fd=40))",
                        "tcp LISTEN 0 4096 *:23 *:* users:((\"systemd\",pid=1,fd=40),(\"old\",pid=44,fd=3))",
                        "tcp LISTEN 0 4096 *:24 *:* users:((\"systemd\",pid=1,fd=40))"),
                _ -> Optional.empty());

        assertThat(sockets).extracting(ListeningSocket::process).containsExactly("sshd", "old", "systemd");
    }

    @Test
    void routesHaveCidrDestinationsAndEveryNextHop() throws JsonProcessingException {
        String json = """
                [{"dst":"default","gateway":"10.1.0.254","dev":"eth0","metric":100,"flags":[]},
                 {"dst":"10.1.0.0/24","dev":"eth0","scope":"link","flags":[]},
                 {"dst":"192.0.2.1","via":{"family":"inet6","host":"fe80::1"},"dev":"eth1"},
                 {"dst":"default","nexthops":[{"gateway":"10.2.0.1","dev":"eth2"},{"gateway":"10.3.0.1","dev":"eth3"}]},
                 {"type":"unreachable","dst":"10.9.0.0/16"}]""";

        assertThat(NetworkProbe.routes(Json.mapper().readTree(json), 32))
                .containsExactly(
                        new Route("default", "10.1.0.254", "eth0", 100),
                        new Route("10.1.0.0/24", null, "eth0", 0),
                        new Route("192.0.2.1/32", "fe80::1", "eth1", 0),
                        new Route("default", "10.2.0.1", "eth2", 0),
                        new Route("default", "10.3.0.1", "eth3", 0));
    }

    @Test
    void aProcessNameMayHoldParenthesesAndBlanks() {
        String stat = "12 (a) b (c)) S 1" + " 0".repeat(17) + " 4711 0 0";

        assertThat(ProcessStarts.ticks(stat)).contains(4711L);
        assertThat(ProcessStarts.ticks("12 (cut")).isEmpty();
    }

    @Property
    void noLineMakesItFail(@ForAll List<String> lines) {
        assertThatCode(() -> SocketList.parse(lines, _ -> Optional.empty())).doesNotThrowAnyException();
    }

    @Property
    void noProcessLineMakesItFail(@ForAll String stat) {
        assertThatCode(() -> ProcessStarts.ticks(stat)).doesNotThrowAnyException();
    }
}
