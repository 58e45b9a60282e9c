package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/**
 * Guests whose gateway is another host, as after a move. A gateway outside of the guest's own subnet is right: Proxmox adds a route to it
 * (PVE::LXC::Setup::Base). That it is another host is known from {@code fleet.yaml}, else guessed when nearly all neighbours use one.
 */
final class GatewayElsewhereRule implements Rule {
    private static final int NEIGHBOURS = 3;
    private static final RulePage PAGE = new RulePage(
            "guest-gateway-elsewhere",
            Severity.WARNING,
            "A guest's gateway is not its host",
            """
            The guests of a bridge reach the world through their own host. One that was moved and kept its old gateway sends everything \
            through the other host: it is cut off when that host is down, or at once when the two share no network.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_104.conf:2", """
                    --- confs/host1/pve/lxc_101.conf
                    net0: name=eth0,bridge=vmbr1,gw=10.9.1.1,ip=10.9.0.101/24
                    --- confs/host1/pve/lxc_102.conf
                    net0: name=eth0,bridge=vmbr1,gw=10.9.1.1,ip=10.9.0.102/24
                    --- confs/host1/pve/lxc_103.conf
                    net0: name=eth0,bridge=vmbr1,gw=10.9.1.1,ip=10.9.0.103/24
                    --- confs/host1/pve/lxc_104.conf
                    hostname: search-test
                    net0: name=eth0,bridge=vmbr1,gw=10.9.1.2,ip=10.9.0.104/24
                    """),
            """
            --- confs/host1/pve/lxc_101.conf
            net0: name=eth0,bridge=vmbr1,gw=10.9.1.1,ip=10.9.0.101/24
            --- confs/host1/pve/lxc_102.conf
            net0: name=eth0,bridge=vmbr1,gw=10.9.1.1,ip=10.9.0.102/24
            --- confs/host1/pve/lxc_103.conf
            net0: name=eth0,bridge=vmbr1,gw=10.9.1.1,ip=10.9.0.103/24
            --- confs/host1/pve/lxc_104.conf
            net0: name=eth0,bridge=vmbr0,gw=192.0.2.1,ip=192.0.2.7/27
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Card(HostedGuest guest, NetworkDevice network) {
        String gateway() {
            return network.gateway();
        }

        private String bridge() {
            return guest.segment(network);
        }
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, FleetNode> hostByAddress = new HashMap<>();
        repository.fleet().stream()
                .flatMap(fleet -> fleet.nodes().stream())
                .filter(node -> node.kind() == FleetNode.Kind.HOST)
                .forEach(node -> node.addresses().forEach(address -> hostByAddress.putIfAbsent(address, node)));
        HostedGuest.byHost(repository).forEach((host, guests) -> {
            Optional<FleetNode> node = repository.machine().node(host);
            Map<String, List<Card>> byBridge = guests.stream()
                    .flatMap(guest -> guest.networks().stream().map(network -> new Card(guest, network)))
                    .filter(card -> card.gateway() != null)
                    .collect(Collectors.groupingBy(Card::bridge));
            byBridge.values().forEach(cards -> {
                if (node.isPresent()) {
                    checkDeclared(node.get(), cards, hostByAddress, findings);
                } else {
                    checkNeighbours(cards, findings);
                }
            });
        });
    }

    private static void checkDeclared(
            FleetNode own, List<Card> cards, Map<String, FleetNode> hostByAddress, Findings findings) {
        for (Card card : cards) {
            FleetNode other = hostByAddress.get(card.gateway());
            if (other != null && !own.addresses().contains(card.gateway())) {
                findings.add(
                        card.guest().source(),
                        card.network().line(),
                        "the gateway %s of %s is %s and not its own host %s, so it is cut off when that host is down"
                                .formatted(card.gateway(), card.guest().label(), other.name(), own.name()),
                        "set gw= to the address of " + own.name() + " on " + card.bridge());
            }
        }
    }

    private static void checkNeighbours(List<Card> cards, Findings findings) {
        Map<String, Long> counts = cards.stream()
                .map(Card::gateway)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Map.Entry<String, Long> usual =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        if (usual.getValue() < NEIGHBOURS || usual.getValue() * 4 < cards.size() * 3L) {
            return;
        }
        for (Card card : cards) {
            if (!card.gateway().equals(usual.getKey())) {
                String host = card.guest().host();
                findings.guess(
                        card.guest().source(),
                        card.network().line(),
                        usual.getValue() + " others on " + card.bridge() + " use " + usual.getKey(),
                        "the gateway %s of %s is not the one of its neighbours on %s, so its traffic leaves %s by another way"
                                .formatted(card.gateway(), card.guest().label(), card.bridge(), host),
                        "set gw=" + usual.getKey() + " if that is " + host);
            }
        }
    }
}
