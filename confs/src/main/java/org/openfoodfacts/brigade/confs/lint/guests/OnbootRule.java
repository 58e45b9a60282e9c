package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile;

/** Guests in production that stay down when their host comes up; what Proxmox's high availability starts needs no onboot. */
final class OnbootRule implements Rule {
    private static final Pattern RESOURCE = Pattern.compile("(?m)^(?:ct|vm):[ \\t]*(\\d{3,9})[ \\t]*$");
    private static final RulePage PAGE = new RulePage(
            "guest-without-onboot",
            Severity.WARNING,
            "A production guest does not start with its host",
            """
            Proxmox starts a guest at boot only with onboot: 1. Without it the service stays down after a reboot of the host or a power \
            failure, until somebody sees it and starts the guest by hand.""",
            "A service was down for days after a reboot of its host, and nobody saw it.",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf", """
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    protection: 1
                    """),
            """
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            onboot: 1
            protection: 1
            --- confs/host1/pve/lxc_213.conf
            hostname: shop-staging
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        HostedGuest.byHost(repository).forEach((host, guests) -> {
            Set<Integer> highlyAvailable = highlyAvailable(repository, host);
            guests.stream()
                    .filter(guest -> !guest.isOnboot())
                    .filter(guest -> !highlyAvailable.contains(guest.vmid()))
                    .forEach(guest -> check(repository, guest, findings));
        });
    }

    private static void check(Repository repository, HostedGuest guest, Findings findings) {
        Importance.ofProduction(repository, guest)
                .ifPresent(because -> findings.guess(
                        guest.source(),
                        line(guest),
                        because,
                        guest.label() + " has no onboot, so it stays down after a reboot of " + guest.host(),
                        "add 'onboot: 1' (pct or qm set " + guest.vmid() + " --onboot 1)"));
    }

    private static int line(HostedGuest guest) {
        return guest.written().properties().stream()
                .filter(property -> property.key().equals("onboot"))
                .mapToInt(ProxmoxFile.Property::line)
                .findFirst()
                .orElse(0);
    }

    private static Set<Integer> highlyAvailable(Repository repository, String host) {
        return repository.find(host, "pve/ha/resources.cfg").stream()
                .flatMap(source -> RESOURCE.matcher(source.text().all()).results())
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toSet());
    }
}
