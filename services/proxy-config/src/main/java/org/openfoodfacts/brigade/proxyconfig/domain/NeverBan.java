package org.openfoodfacts.brigade.proxyconfig.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;

/** The networks nobody may ban: this machine's own, every address the fleet declares, and what its never-ban list names. */
public record NeverBan(List<Protection> protections) {
    private static final List<Protection> ALWAYS = List.of(
            always("127.0.0.0/8", "loopback"),
            always("::1/128", "loopback"),
            always("169.254.0.0/16", "link-local"),
            always("fe80::/10", "link-local"));

    public NeverBan {
        protections = List.copyOf(protections);
    }

    /** {@code reason} says whose network it is. */
    public record Protection(Network network, String reason) {}

    /** What of the declared fleet is no address or network, so that the fleet cannot be taken over; empty when all is well. */
    public static Optional<String> problem(FleetDeclared fleet) {
        return declared(fleet)
                .filter(d -> !(NetworkText.network(d.text()) instanceof NetworkText.Read))
                .map(d -> "'" + d.text() + "' (" + d.reason() + ") is no address and no network")
                .findFirst();
    }

    /** Of a fleet without {@link #problem}. A network written with host bits protects the whole network. */
    public static NeverBan of(FleetDeclared fleet) {
        List<Protection> all = new ArrayList<>(ALWAYS);
        declared(fleet).forEach(d -> {
            if (NetworkText.network(d.text()) instanceof NetworkText.Read(Network network, boolean _)) {
                all.add(new Protection(network, d.reason()));
            }
        });
        return new NeverBan(all);
    }

    /** The first protected network that the given one would hit. */
    public Optional<Protection> objection(Network network) {
        return protections.stream().filter(p -> p.network().overlaps(network)).findFirst();
    }

    private record Declared(String text, String reason) {}

    private static Stream<Declared> declared(FleetDeclared fleet) {
        return Stream.concat(
                fleet.neverBan().stream().map(p -> new Declared(p.network(), "never-ban list: " + p.reason())),
                fleet.nodes().stream()
                        .flatMap(node -> node.addresses().stream().map(a -> new Declared(a, "node " + node.name()))));
    }

    private static Protection always(String network, String reason) {
        return switch (NetworkText.network(network)) {
            case NetworkText.Read(Network read, boolean _) -> new Protection(read, reason);
            case NetworkText.Unreadable(String why) -> throw new IllegalStateException(network + " " + why);
        };
    }
}
