package org.openfoodfacts.brigade.agent.tools.bans;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The lengths of prefix that some networks have. Who asks for what contains a network asks once for each: there are few, however many networks. */
record Prefixes(List<Integer> lengths) {
    static Prefixes of(Collection<Network> networks) {
        return new Prefixes(
                networks.stream().map(Network::prefix).distinct().sorted().toList());
    }

    /** The networks of these lengths that this one lies in, the widest first, itself last if its own length is among them. */
    Stream<Network> around(Network network) {
        return lengths.stream().takeWhile(length -> length <= network.prefix()).map(network::widened);
    }
}
