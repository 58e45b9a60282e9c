package org.openfoodfacts.brigade.agent;

import java.util.List;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.facts.Probe;
import org.openfoodfacts.brigade.agent.orders.OrderFollower;

/** Everything an agent can see and do: one probe per side of the machine, one handler per command, one follower per order. */
public record Tools(List<Probe> probes, List<CommandHandler<?>> handlers, List<OrderFollower<?>> followers) {
    public Tools {
        probes = List.copyOf(probes);
        handlers = List.copyOf(handlers);
        followers = List.copyOf(followers);
    }

    /** What an agent has by itself, on a real machine and on a simulated one alike. */
    public static Tools standard() {
        return new Tools(List.of(), List.of(), List.of());
    }
}
