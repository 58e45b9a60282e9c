package org.openfoodfacts.brigade.security.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.TunnelEnd;

/** A stunnel connection as the fleet declares it. {@code service} is the section's name, {@code secretsFile} its PSKsecrets. */
public record Tunnel(String name, End server, End client) {

    public record End(String node, String service, String secretsFile) {}

    /** The first thing that keeps declared tunnels from being taken over, with its place; empty when all can be. */
    public static Optional<String> objection(List<DeclaredTunnel> declared) {
        Set<String> names = new HashSet<>();
        return declared.stream()
                .flatMap(tunnel -> Stream.of(
                        missing(tunnel.name(), "a tunnel has no name"),
                        names.add(tunnel.name())
                                ? Optional.<String>empty()
                                : Optional.of("the tunnel " + tunnel.name() + " stands twice"),
                        objection(tunnel.server(), "the server of the tunnel " + tunnel.name()),
                        objection(tunnel.client(), "the client of the tunnel " + tunnel.name())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> objection(TunnelEnd end, String place) {
        if (end == null) {
            return Optional.of(place + " is missing");
        }
        if (!NodeName.isValid(end.node())) {
            return Optional.of(place + " is on '" + end.node() + "', which is no node name");
        }
        return missing(end.service(), place + " has no service")
                .or(() -> missing(end.secretsFile(), place + " has no secrets file"));
    }

    private static Optional<String> missing(String value, String otherwise) {
        return value == null || value.isBlank() ? Optional.of(otherwise) : Optional.empty();
    }
}
