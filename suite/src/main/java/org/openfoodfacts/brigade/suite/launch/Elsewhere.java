package org.openfoodfacts.brigade.suite.launch;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The machines of the fleet that are not this one. {@code listen} is the address of this machine where they reach Kafka and the gateway,
 * null when nobody may; {@code nodes} run their own agents, so they are not simulated.
 */
public record Elsewhere(InetAddress listen, Set<String> nodes) {
    public Elsewhere {
        nodes = Set.copyOf(nodes);
        if (listen != null) {
            check(listen);
        }
    }

    /** Everything on loopback, every node simulated. */
    public static Elsewhere nobody() {
        return new Elsewhere(null, Set.of());
    }

    /** @param address an IP address as text, or null; CannotStart names it when machines elsewhere cannot reach this one by it */
    public static Elsewhere of(String address, Set<String> nodes) {
        try {
            return new Elsewhere(address == null ? null : InetAddress.ofLiteral(address), nodes);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("--listen " + address + ": not an IP address; this machine has " + own());
        }
    }

    public Optional<InetAddress> listening() {
        return Optional.ofNullable(listen);
    }

    /** The address with a port as they stand in URLs and in Kafka's listeners, an IPv6 address in brackets; empty when nobody may come. */
    public Optional<String> hostAndPort(ToIntFunction<InetAddress> port) {
        return listening().map(address -> {
            String host = address.getHostAddress().replaceFirst("%.*", "");
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port.applyAsInt(address);
        });
    }

    private static void check(InetAddress address) {
        String named = "--listen " + address.getHostAddress() + ": ";
        if (address.isAnyLocalAddress()) {
            throw new CannotStart(
                    named + "give the one address that the machines can reach; this machine has " + own());
        }
        if (address.isLoopbackAddress()) {
            throw new CannotStart(named + "no other machine reaches this one there; this machine has " + own());
        }
        try {
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw new CannotStart(named + "not an address of this machine, which has " + own());
            }
        } catch (SocketException e) {
            throw new CannotStart(named + "this machine's addresses cannot be read: " + e.getMessage());
        }
    }

    private static String own() {
        try {
            String addresses = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return addresses.isEmpty() ? "none but loopback" : addresses;
        } catch (SocketException e) {
            return "addresses that cannot be read: " + e.getMessage();
        }
    }
}
