package org.openfoodfacts.brigade.security.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.TunnelEnd;

class TunnelTest {
    private static final TunnelEnd SERVER = new TunnelEnd("north-db", "mongo", "/etc/stunnel/psk/mongo.txt");
    private static final TunnelEnd CLIENT = new TunnelEnd("south-web", "mongo", "/etc/stunnel/psk/mongo.txt");

    @Test
    void wholeTunnelsCanBeTakenOver() {
        assertThat(Tunnel.objection(
                        List.of(new DeclaredTunnel("a", SERVER, CLIENT), new DeclaredTunnel("b", CLIENT, SERVER))))
                .isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(List.of(new DeclaredTunnel(null, SERVER, CLIENT)), "a tunnel has no name"),
                Arguments.of(
                        List.of(new DeclaredTunnel("a", SERVER, CLIENT), new DeclaredTunnel("a", SERVER, CLIENT)),
                        "the tunnel a stands twice"),
                Arguments.of(List.of(new DeclaredTunnel("a", null, CLIENT)), "the server of the tunnel a is missing"),
                Arguments.of(
                        List.of(new DeclaredTunnel("a", SERVER, new TunnelEnd("X", "s", "f"))),
                        "the client of the tunnel a is on 'X', which is no node name"),
                Arguments.of(
                        List.of(new DeclaredTunnel("a", SERVER, new TunnelEnd("x", null, "f"))),
                        "the client of the tunnel a has no service"),
                Arguments.of(
                        List.of(new DeclaredTunnel("a", SERVER, new TunnelEnd("x", "s", ""))),
                        "the client of the tunnel a has no secrets file"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsWrongIsNamed(List<DeclaredTunnel> tunnels, String expected) {
        assertThat(Tunnel.objection(tunnels)).contains(expected);
    }
}
