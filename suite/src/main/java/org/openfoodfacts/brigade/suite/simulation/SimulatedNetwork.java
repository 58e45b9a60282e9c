package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.bans.Network;
import org.openfoodfacts.brigade.contracts.Json;

/** {@code ip} and {@code ss}: a loopback, one card per address, a default gateway, and a listening socket per installed service. */
final class SimulatedNetwork {
    private static final String LOOPBACK = "127.0.0.1/8";

    private final Description description;

    /** A process of the machine that listens; {@code startTicks} are hundredths of a second after boot. */
    record Listener(String process, int pid, long startTicks, String address, int port) {}

    SimulatedNetwork(Description description) {
        this.description = description;
    }

    static List<Listener> listeners(Description description) {
        List<Listener> listeners = new ArrayList<>();
        listeners.add(listener(description, "sshd", 611, "0.0.0.0", 22));
        if (description.isProxy()) {
            listeners.add(listener(description, "nginx", 802, "0.0.0.0", 80));
            listeners.add(listener(description, "nginx", 802, "0.0.0.0", 443));
        }
        if (description.hasStunnel()) {
            String address = description.addresses().isEmpty()
                    ? "127.0.0.1"
                    : description.addresses().getFirst().split("/")[0];
            listeners.add(listener(description, "stunnel4", 915, address, 7443));
        }
        if (description.kind().equals("host")) {
            listeners.add(listener(description, "pveproxy", 1201, "*", 8006));
        }
        return listeners;
    }

    private static Listener listener(Description description, String process, int pid, String address, int port) {
        return new Listener(process, pid, Plausible.between(description.node(), process, 900, 4000), address, port);
    }

    ExecResult ip(List<String> arguments) {
        List<String> words =
                arguments.stream().filter(word -> !word.startsWith("-")).toList();
        boolean v6 = arguments.contains("-6");
        String object = words.isEmpty() ? "help" : words.getFirst();
        return switch (object) {
            case "addr", "address", "a" -> SimulatedTool.ok(addresses(v6) + "\n");
            case "route", "r" -> SimulatedTool.ok(routes(v6) + "\n");
            default -> SimulatedTool.fail(1, "Object \"" + object + "\" is unknown, try \"ip help\".\n");
        };
    }

    ExecResult ss(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                return SimulatedTool.fail(255, "ss: unrecognized option '" + argument + "'\nUsage: ss [ OPTIONS ]\n");
            }
        }
        return SimulatedTool.ok(listeners(description).stream()
                .map(listener -> "tcp   LISTEN 0      511    " + listener.address() + ":" + listener.port()
                        + "   " + (listener.address().equals("*") ? "*" : "0.0.0.0") + ":*    users:((\""
                        + listener.process()
                        + "\",pid=" + listener.pid() + ",fd=6))\n")
                .collect(Collectors.joining()));
    }

    private String addresses(boolean onlyV6) {
        ArrayNode interfaces = Json.mapper().createArrayNode();
        if (!onlyV6) {
            addInterface(interfaces, "lo", LOOPBACK);
        }
        for (int i = 0; i < description.addresses().size(); i++) {
            String address = withPrefix(description.addresses().get(i));
            if (!onlyV6 || address.contains(":")) {
                addInterface(interfaces, "eth" + i, address);
            }
        }
        return interfaces.toString();
    }

    private static void addInterface(ArrayNode interfaces, String device, String cidr) {
        ObjectNode node = interfaces.addObject();
        node.put("ifindex", interfaces.size()).put("ifname", device).put("operstate", "UP");
        node.putArray("addr_info")
                .addObject()
                .put("family", cidr.contains(":") ? "inet6" : "inet")
                .put("local", cidr.split("/")[0])
                .put("prefixlen", Integer.parseInt(cidr.split("/")[1]))
                .put("scope", device.equals("lo") ? "host" : "global");
    }

    private String routes(boolean v6) {
        ArrayNode routes = Json.mapper().createArrayNode();
        boolean isDefault = true;
        for (int i = 0; i < description.addresses().size(); i++) {
            String cidr = withPrefix(description.addresses().get(i));
            if (cidr.contains(":") != v6) {
                continue;
            }
            String network = Network.parse(cidr).map(Network::text).orElse(cidr);
            if (isDefault) {
                String base = network.split("/")[0];
                String gateway = v6 ? base + "1" : base.substring(0, base.lastIndexOf('.')) + ".254";
                routes.addObject()
                        .put("dst", "default")
                        .put("gateway", gateway)
                        .put("dev", "eth" + i)
                        .putArray("flags");
                isDefault = false;
            }
            routes.addObject()
                    .put("dst", network)
                    .put("dev", "eth" + i)
                    .put("protocol", "kernel")
                    .put("scope", "link")
                    .put("prefsrc", cidr.split("/")[0])
                    .putArray("flags");
        }
        return routes.toString();
    }

    private static String withPrefix(String address) {
        return address.contains("/") ? address : address + (address.contains(":") ? "/64" : "/24");
    }
}
