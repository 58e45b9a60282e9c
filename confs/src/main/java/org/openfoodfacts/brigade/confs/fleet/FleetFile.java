package org.openfoodfacts.brigade.confs.fleet;

import static org.openfoodfacts.brigade.confs.fleet.FleetRules.NETWORK;
import static org.openfoodfacts.brigade.confs.fleet.FleetRules.WORD;

import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.fleet.Fleet.ProtectedNetwork;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Site;
import org.openfoodfacts.brigade.confs.yaml.TextRule;
import org.openfoodfacts.brigade.confs.yaml.YamlFile;
import org.openfoodfacts.brigade.confs.yaml.YamlMapping;

/** Parses {@code fleet.yaml} and checks it against itself: names, references, addresses. Every problem in it is an error. */
public final class FleetFile {
    /** Its name, at the top of the configuration repository. */
    public static final String NAME = "fleet.yaml";

    private final Ledger ledger;

    private FleetFile(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The value is null only when the text is no YAML mapping at all. */
    public static Parsed<Fleet> parse(String text) {
        return YamlFile.parse(NAME, text, root -> {
            Ledger ledger = new Ledger(root.problems());
            Fleet fleet = new FleetFile(ledger).fleet(root);
            ledger.reportUnknown();
            return fleet;
        });
    }

    private Fleet fleet(YamlMapping root) {
        NodeReader nodes = new NodeReader(ledger);
        ApplicationReader applications = new ApplicationReader(ledger);
        TunnelReader tunnels = new TunnelReader(ledger);
        Fleet fleet = new Fleet(
                root.required("fleet", WORD),
                root.mappings("sites", this::site),
                root.mappings("nodes", nodes::read),
                root.mappings("applications", applications::read),
                root.mappings("tunnels", tunnels::read),
                root.mappings("neverBan", this::protectedNetwork),
                root.mappings("staging-clones", new StagingReader(ledger)::read));
        nodes.checkHosts();
        requireSome(root, "sites", fleet.sites());
        requireSome(root, "nodes", fleet.nodes());
        return fleet;
    }

    private static void requireSome(YamlMapping root, String key, List<?> items) {
        if (items.isEmpty()) {
            root.problems()
                    .error(root.place(key), "the fleet has no " + key, "declare at least one below '" + key + ":'");
        }
    }

    private Site site(YamlMapping site) {
        Site read = new Site(site.required("name", WORD), site.optional("description", TextRule.ANY));
        ledger.claim("site", read.name(), site.place("name"));
        return read;
    }

    private ProtectedNetwork protectedNetwork(YamlMapping item) {
        ProtectedNetwork read =
                new ProtectedNetwork(item.required("network", NETWORK), item.required("reason", TextRule.ANY));
        ledger.claim("network", read.network(), item.place("network"));
        return read;
    }
}
