package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** Guests in production that stay down when their host comes up; what Proxmox's high availability starts needs no onboot. */
final class OnbootRule implements Rule {
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
        HostedGuest.of(repository).stream()
                .filter(guest -> !guest.isOnboot())
                .filter(guest -> !isHighlyAvailable(repository, guest))
                .forEach(guest -> Importance.ofProduction(repository, guest)
                        .ifPresent(because -> findings.guess(
                                guest.source(),
                                line(guest),
                                because,
                                guest.label() + " has no onboot, so it stays down after a reboot of " + guest.host(),
                                "add 'onboot: 1' (pct or qm set " + guest.vmid() + " --onboot 1)")));
    }

    private static int line(HostedGuest guest) {
        return guest.written().properties().stream()
                .filter(property -> property.key().equals("onboot"))
                .mapToInt(property -> property.line())
                .findFirst()
                .orElse(0);
    }

    private static boolean isHighlyAvailable(Repository repository, HostedGuest guest) {
        Pattern resource = Pattern.compile("(?m)^(ct|vm):\\s*" + guest.vmid() + "\\s*$");
        return repository
                .find(guest.host(), "pve/ha/resources.cfg")
                .filter(source -> resource.matcher(source.text().all()).find())
                .isPresent();
    }
}
