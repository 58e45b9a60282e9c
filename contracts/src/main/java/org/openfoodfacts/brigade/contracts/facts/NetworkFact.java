package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** Addresses, routes and what really listens, as the kernel has them now (not as configured). */
public record NetworkFact(List<InterfaceAddress> addresses, List<Route> routes, List<ListeningSocket> sockets)
        implements Fact {
    public NetworkFact {
        addresses = Copies.of(addresses);
        routes = Copies.of(routes);
        sockets = Copies.of(sockets);
    }

    /** {@code address} in CIDR form, for example {@code 10.1.0.7/24}. */
    public record InterfaceAddress(
            @Required String device, @Required String address) {}

    /** {@code destination} in CIDR form or {@code default}; {@code gateway} null for a directly connected network. */
    public record Route(@Required String destination, String gateway, String device, int metric) {}

    /** {@code process}, {@code pid} and {@code startedAt} are null where the agent may not see them. */
    public record ListeningSocket(
            @Required String protocol,
            @Required String address,
            int port,
            String process,
            Integer pid,
            Instant startedAt) {}
}
