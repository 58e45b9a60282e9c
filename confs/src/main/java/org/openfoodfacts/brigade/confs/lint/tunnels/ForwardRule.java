package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.HashSet;
import java.util.Set;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.services.Scope;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** A private address means something only together with its site, so this needs {@code fleet.yaml}; without it nothing is found. */
final class ForwardRule implements Rule {
    private static final String FLEET = """
            --- fleet.yaml
            fleet: shop
            sites: [ { name: north, description: first }, { name: south, description: second } ]
            nodes:
              - { name: host1, kind: host, site: north, addresses: [10.1.0.1] }
              - { name: host2, kind: host, site: south, addresses: [10.1.0.1] }
              - { name: proxy, kind: guest, site: north, host: host1, vmid: 101, addresses: [10.1.0.101], folders: [proxy] }
              - { name: mongo, kind: guest, site: %s, vmid: 102, addresses: [10.1.0.102], host: %s }
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """;

    private static final RulePage PAGE = new RulePage(
            "tunnel-forward-nowhere",
            Severity.WARNING,
            "A tunnel's server forwards to an address that no machine of its site has",
            """
            The guest was moved or renumbered and the tunnel still leads to where it was: connections are taken and then time out. When the \
            number is given to another guest, they reach that one.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:3", FLEET.formatted("south", "host2")),
            FLEET.formatted("north", "host1"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        repository.fleet().ifPresent(fleet -> {
            Set<String> owned = owned(fleet);
            for (End end : End.all(repository)) {
                repository
                        .machine()
                        .node(end.folder())
                        .filter(_ -> !end.isClient())
                        .map(ForwardRule::site)
                        .ifPresent(site -> judge(end, site, owned, findings));
            }
        });
    }

    private static void judge(End end, String site, Set<String> owned, Findings findings) {
        end.connects()
                .map(Endpoint::host)
                .filter(host -> Scope.of(host) == Scope.PRIVATE && !owned.contains(site + " " + host))
                .forEach(host -> findings.add(
                        end.source(),
                        end.line("connect"),
                        "[" + end.name() + "] forwards to " + host + ", which no machine of " + site
                                + " has, so its clients connect to nothing",
                        "forward to where the service is now, or declare the machine in fleet.yaml"));
    }

    private static Set<String> owned(Fleet fleet) {
        Set<String> owned = new HashSet<>();
        for (FleetNode node : fleet.nodes()) {
            node.addresses().forEach(address -> owned.add(site(node) + " " + address));
        }
        return owned;
    }

    private static String site(FleetNode node) {
        return node.placement() == null ? null : node.placement().site();
    }
}
