package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/**
 * Two guests, or a guest and its host, with one address in one network: of one host on the same bridge, or of one site, as {@code fleet.yaml}
 * or the hosts' names say. The same address at two sites is right, unless it is a global one of IPv6. Both start at boot,
 * or it is a guess: one may be a copy that stays off.
 */
final class AddressTwiceRule implements Rule {
    private static final Pattern NUMBERED = Pattern.compile("([A-Za-z][A-Za-z-]*)\\d+");
    private static final Pattern ADDRESS = Pattern.compile("\\s*address\\s+([0-9a-fA-F.:]+)(?:/\\d+)?\\s*");
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

    /** Where two hosts would meet, and what says so. */
    private record Site(String name, String because) {}

    @Override
    public void check(Repository repository, Findings findings) {
        Map<At, Card> onBridges = new HashMap<>();
        Map<At, Card> atSites = new HashMap<>();
        HostedGuest.byHost(repository).forEach((host, guests) -> {
            Map<String, Integer> own = hostAddresses(repository, host);
            Site site = site(repository, host);
            for (HostedGuest guest :
                    guests.stream().filter(g -> !g.isTemplate()).toList()) {
                for (NetworkDevice network : guest.networks()) {
                    Card card = new Card(guest, network);
                    String bridge = host + " " + guest.segment(network);
                    addresses(network).forEach(address -> {
                        Card same = onBridges.putIfAbsent(new At(bridge, address), card);
                        Site meets = isGlobal(address) ? new Site("", "addresses of 2000::/3 exist once") : site;
                        Card sameSite = meets == null ? null : atSites.putIfAbsent(new At(meets.name(), address), card);
                        if (same != null) {
                            add(card, same, address, findings);
                        } else if (own.containsKey(address)) {
                            ofHost(card, address, own.get(address), findings);
                        } else if (sameSite != null && !sameSite.guest().host().equals(host)) {
                            guess(card, sameSite, address, meets.because(), findings);
                        }
                    });
                }
            }
        });
    }

    private static Stream<String> addresses(NetworkDevice network) {
        return Stream.concat(
                Ipv4.of(network).map(Ipv4::toString).stream(), Ipv6.of(network).map(Ipv6::toString).stream());
    }

    private static boolean isGlobal(String address) {
        return Ipv6.of(address).filter(Ipv6::isGlobal).isPresent();
    }

    /** Declared; without a fleet.yaml the hosts off1 and off2 are taken to be at one site. Null when nothing says it. */
    private static Site site(Repository repository, String host) {
        if (repository.fleet().isPresent()) {
            return repository
                    .machine()
                    .node(host)
                    .map(node -> node.placement().site())
                    .map(name -> new Site(name, "fleet.yaml has both hosts at " + name))
                    .orElse(null);
        }
        Matcher numbered = NUMBERED.matcher(host);
        return numbered.matches()
                ? new Site(numbered.group(1), "the hosts " + numbered.group(1) + "1, 2, … are at one site")
                : null;
    }

    /** The lines of a host's network/interfaces by the addresses they give to it. */
    private static Map<String, Integer> hostAddresses(Repository repository, String host) {
        Map<String, Integer> lines = new HashMap<>();
        repository.find(host, "network/interfaces").ifPresent(source -> {
            List<String> text = source.text().lines();
            for (int i = 0; i < text.size(); i++) {
                Matcher address = ADDRESS.matcher(text.get(i));
                if (address.matches()) {
                    String written = address.group(1);
                    lines.put(Ipv6.of(written).map(Ipv6::toString).orElse(written), i + 1);
                }
            }
        });
        return lines;
    }

    private static void ofHost(Card card, String address, int line, Findings findings) {
        findings.guess(
                card.guest().source(),
                card.network().line(),
                "the host's card is in the same network",
                card.guest().label() + " has the address " + address + " of its own host "
                        + card.guest().host() + " (line " + line
                        + " of network/interfaces), so connections to it reach either of them",
                remedy(card));
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
