package org.openfoodfacts.brigade.confs.fleet;

import org.openfoodfacts.brigade.confs.fleet.Fleet.Tunnel;
import org.openfoodfacts.brigade.confs.fleet.Fleet.TunnelEnd;
import org.openfoodfacts.brigade.confs.yaml.YamlMapping;

/** Reads the items of {@code tunnels}. */
final class TunnelReader {
    private final Ledger ledger;

    TunnelReader(Ledger ledger) {
        this.ledger = ledger;
    }

    Tunnel read(YamlMapping item) {
        String name = item.required("name", FleetRules.WORD);
        ledger.claim("tunnel", name, item.place("name"));
        Tunnel read = new Tunnel(name, end(item, "server"), end(item, "client"));
        if (read.server() != null
                && read.client() != null
                && read.server().node() != null
                && read.server().node().equals(read.client().node())) {
            item.problems().error(item.place("client"), "both ends are on the same node", "a tunnel joins two nodes");
        }
        return read;
    }

    private TunnelEnd end(YamlMapping tunnel, String key) {
        if (!tunnel.has(key)) {
            tunnel.problems()
                    .error(tunnel.place(key), "'" + key + "' is missing", "add it: node, service, secretsFile");
        }
        return tunnel.mapping(key, end -> {
            String node = end.required("node", FleetRules.NODE_NAME);
            ledger.mention("node", node, end.place("node"));
            return new TunnelEnd(
                    node,
                    end.required("service", FleetRules.SERVICE),
                    end.required("secretsFile", FleetRules.ABSOLUTE_PATH));
        });
    }
}
