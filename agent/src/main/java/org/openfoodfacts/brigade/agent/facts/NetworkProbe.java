package org.openfoodfacts.brigade.agent.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.InterfaceAddress;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.ListeningSocket;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.Route;

/** Addresses, routes of the main table and listening sockets, in four calls. */
public final class NetworkProbe implements Probe {
    @Override
    public String name() {
        return "network";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        Optional<JsonNode> addresses = ToolJson.read(machine, "ip", "-j", "addr");
        if (addresses.isEmpty()) {
            return List.of();
        }
        List<Route> routes = new ArrayList<>();
        ToolJson.read(machine, "ip", "-j", "route").ifPresent(v4 -> routes.addAll(routes(v4, 32)));
        ToolJson.read(machine, "ip", "-j", "-6", "route").ifPresent(v6 -> routes.addAll(routes(v6, 128)));
        return List.of(new NetworkFact(addresses(addresses.get()), routes, sockets(machine)));
    }

    private static List<ListeningSocket> sockets(Machine machine) {
        ToolLines ss = ToolLines.of(machine.exec(), Invocation.of("ss", "-Hlntup"));
        if (!ss.succeeded() && !ss.isMissing()) {
            throw new UnseenException("ss: " + ToolFailure.describe(ss.end()));
        }
        return SocketList.parse(ss.lines(), new ProcessStarts(machine)::of);
    }

    static List<InterfaceAddress> addresses(JsonNode interfaces) {
        List<InterfaceAddress> addresses = new ArrayList<>();
        for (JsonNode device : interfaces) {
            for (JsonNode info : device.path("addr_info")) {
                if (info.hasNonNull("local")) {
                    addresses.add(new InterfaceAddress(
                            device.path("ifname").asText(),
                            info.path("local").asText() + "/"
                                    + info.path("prefixlen").asInt()));
                }
            }
        }
        return addresses;
    }

    /** @param longest the prefix length of a route to one address, which ip leaves out */
    static List<Route> routes(JsonNode entries, int longest) {
        List<Route> routes = new ArrayList<>();
        for (JsonNode entry : entries) {
            String destination = entry.path("dst").asText();
            String cidr = destination.equals("default") || destination.contains("/")
                    ? destination
                    : destination + "/" + longest;
            if (entry.has("nexthops")) {
                entry.get("nexthops").forEach(hop -> addRoute(routes, cidr, entry, hop));
            } else {
                addRoute(routes, cidr, entry, entry);
            }
        }
        return routes;
    }

    private static void addRoute(List<Route> routes, String destination, JsonNode entry, JsonNode hop) {
        if (!destination.isEmpty() && hop.hasNonNull("dev")) {
            String gateway = hop.hasNonNull("gateway")
                    ? hop.get("gateway").asText()
                    : hop.path("via").path("host").asText(null);
            routes.add(new Route(
                    destination,
                    gateway,
                    hop.get("dev").asText(),
                    entry.path("metric").asInt(0)));
        }
    }
}
