package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/** Guests that break the convention of their host's network, where at least three guests, and three in four, have their id as last number. */
final class AddressConventionRule implements Rule {
    private static final int ENOUGH = 3;
    private static final RulePage PAGE = new RulePage(
            "guest-address-convention",
            Severity.WARNING,
            "A guest's address does not end with its id",
            """
            Where guest N has the address 10.1.0.N, people and files take it for given. A guest that has another one gets what is meant for \
            another guest, and the guest whose id it took cannot come up.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_104.conf:2", """
                    --- confs/host1/pve/lxc_101.conf
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
                    --- confs/host1/pve/lxc_102.conf
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.102/24
                    --- confs/host1/pve/lxc_103.conf
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.103/24
                    --- confs/host1/pve/lxc_104.conf
                    hostname: search-test
                    net0: name=eth0,bridge=vmbr1,ip=10.9.0.140/24
                    """),
            """
            --- confs/host1/pve/lxc_101.conf
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
            --- confs/host1/pve/lxc_102.conf
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.102/24
            --- confs/host1/pve/lxc_103.conf
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.103/24
            net1: name=eth1,bridge=vmbr0,ip=192.0.2.7/27
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Card(HostedGuest guest, NetworkDevice network, Ipv4 address) {
        boolean isConventional() {
            return address.last() == guest.vmid();
        }
    }

    @Override
    public void check(Repository repository, Findings findings) {
        HostedGuest.byHost(repository).values().forEach(guests -> {
            Map<String, List<Card>> byPrefix = new HashMap<>();
            guests.stream()
                    .filter(guest -> guest.vmid() < 255)
                    .forEach(guest -> cards(guest)
                            .forEach((prefix, card) -> byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>())
                                    .add(card)));
            byPrefix.forEach((prefix, cards) -> check(prefix, cards, findings));
        });
    }

    /** The guest's fixed address by its first three numbers; of several the conventional one. */
    private static Map<String, Card> cards(HostedGuest guest) {
        Map<String, Card> cards = new HashMap<>();
        for (NetworkDevice network : guest.networks()) {
            Ipv4.of(network)
                    .map(address -> new Card(guest, network, address))
                    .ifPresent(card -> cards.merge(
                            card.address().prefix(), card, (one, other) -> other.isConventional() ? other : one));
        }
        return cards;
    }

    private static void check(String prefix, List<Card> cards, Findings findings) {
        long conventional = cards.stream().filter(Card::isConventional).count();
        if (conventional < ENOUGH || conventional * 4 < cards.size() * 3L) {
            return;
        }
        for (Card card : cards) {
            if (!card.isConventional()) {
                findings.guess(
                        card.guest().source(),
                        card.network().line(),
                        conventional + " other guests of " + card.guest().host() + " have their id as last number",
                        "%s has the address %s, so what others send to %s.%d by the convention does not reach it"
                                .formatted(
                                        card.guest().label(),
                                        card.address(),
                                        prefix,
                                        card.guest().vmid()),
                        "give it " + prefix + "." + card.guest().vmid() + ", with all files that use the old address");
            }
        }
    }
}
