package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/**
 * Two guests with one address in one network: of one host on the same bridge, or of one site when {@code fleet.yaml} says that the hosts
 * share it. The same address at two sites is right. Both start at boot, or it is a guess: one may be a copy that stays off.
 */
final class AddressTwiceRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "guest-address-twice",
            Severity.ERROR,
            "Two guests of a network have the same address",
            """
            The network answers with whichever guest spoke last: connections break off or reach the wrong service, at random and on both.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_102.conf:2", """
                    --- confs/host1/pve/lxc_101.conf
                    hostname: shop
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
                    onboot: 1
                    protection: 1
                    --- confs/host1/pve/lxc_102.conf
                    hostname: search
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
                    onboot: 1
                    protection: 1
                    """),
            """
            --- confs/host1/pve/lxc_101.conf
            hostname: shop
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
            onboot: 1
            --- confs/host2/pve/lxc_101.conf
            hostname: search
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
            onboot: 1
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    /** A network: a bridge of a host, or a site. */
    private record At(String network, String address) {}

    private record Card(HostedGuest guest, NetworkDevice network) {}

    @Override
    public void check(Repository repository, Findings findings) {
        Map<At, Card> onBridges = new HashMap<>();
        Map<At, Card> atSites = new HashMap<>();
        for (HostedGuest guest : HostedGuest.of(repository)) {
            if (guest.isTemplate()) {
                continue;
            }
            String site = repository
                    .machine()
                    .node(guest.host())
                    .map(FleetNode::placement)
                    .map(FleetNode.Placement::site)
                    .orElse("");
            for (NetworkDevice network : guest.networks()) {
                Card card = new Card(guest, network);
                Ipv4.of(network).map(Ipv4::toString).ifPresent(address -> {
                    String bridge = guest.host() + " " + guest.segment(network);
                    Card same = onBridges.putIfAbsent(new At(bridge, address), card);
                    Card sameSite = site.isEmpty() ? null : atSites.putIfAbsent(new At(site, address), card);
                    if (same != null) {
                        add(card, same, address, findings);
                    } else if (sameSite != null && !sameSite.guest().host().equals(guest.host())) {
                        guess(card, sameSite, address, "fleet.yaml has both hosts at " + site, findings);
                    }
                });
            }
        }
    }

    private static void add(Card card, Card same, String address, Findings findings) {
        if (card.guest().vmid() == same.guest().vmid()) {
            return;
        }
        if (card.guest().isOnboot() && same.guest().isOnboot()) {
            findings.add(card.guest().source(), card.network().line(), what(card, same, address), remedy(card));
        } else {
            guess(card, same, address, "both run at once", findings);
        }
    }

    private static void guess(Card card, Card same, String address, String because, Findings findings) {
        if (card.guest().vmid() != same.guest().vmid()) {
            findings.guess(
                    card.guest().source(), card.network().line(), because, what(card, same, address), remedy(card));
        }
    }

    private static String what(Card card, Card same, String address) {
        String other = same.guest().label() + " of " + same.guest().host();
        return card.guest().label() + " has the address " + address + " of " + other
                + ", so connections to it reach either of them";
    }

    private static String remedy(Card card) {
        return "give " + card.guest().label() + " an address of its own";
    }
}
