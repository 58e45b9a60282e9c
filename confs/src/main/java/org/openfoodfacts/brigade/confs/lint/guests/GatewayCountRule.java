package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;

/**
 * Guests with more than one IPv4 default gateway. Proxmox writes each into the container's network configuration, without a metric
 * (PVE::LXC::Setup); a virtual machine's own system may give them some, so there it is a guess.
 */
final class GatewayCountRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "guest-with-two-gateways",
            Severity.ERROR,
            "A guest has more than one default gateway",
            """
            Which of them wins depends on the order in which the cards come up: after a reboot the guest may answer the world through the \
            private network, and the public service is gone. Networks that need another router get a route of their own, not a gateway.""",
            "A reverse proxy had two default gateways after a reboot and lost its public route, for minutes to two days.",
            new RulePage.Failing("confs/host1/pve/lxc_101.conf:3", """
                    --- confs/host1/pve/lxc_101.conf
                    hostname: proxy
                    net0: name=eth0,bridge=vmbr1,gw=10.9.0.1,ip=10.9.0.101/24,type=veth
                    net1: name=eth1,bridge=vmbr0,gw=192.0.2.1,ip=192.0.2.7/27,type=veth
                    onboot: 1
                    protection: 1
                    """),
            """
            --- confs/host1/pve/lxc_101.conf
            hostname: proxy
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24,type=veth
            net1: name=eth1,bridge=vmbr0,gw=192.0.2.1,ip=192.0.2.7/27,type=veth
            onboot: 1
            protection: 1
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (HostedGuest guest : HostedGuest.of(repository)) {
            List<NetworkDevice> routed = guest.networks().stream()
                    .filter(network -> network.gateway() != null)
                    .toList();
            if (routed.size() > 1) {
                add(guest, routed, findings);
            }
        }
    }

    private static void add(HostedGuest guest, List<NetworkDevice> routed, Findings findings) {
        String gateways = routed.stream().map(n -> n.key() + " " + n.gateway()).collect(Collectors.joining(", "));
        String what = guest.label() + " has " + routed.size() + " default gateways (" + gateways
                + "), so after a reboot its answers may leave by the wrong network";
        String remedy = "keep gw= on the card that leads to the world and remove it from the others";
        int line = routed.getLast().line();
        if (guest.conf() instanceof ContainerConf) {
            findings.add(guest.source(), line, what, remedy);
        } else {
            findings.guess(guest.source(), line, "its system gives them no metrics", what, remedy);
        }
    }
}
