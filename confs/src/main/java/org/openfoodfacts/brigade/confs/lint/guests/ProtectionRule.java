package org.openfoodfacts.brigade.confs.lint.guests;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** Guests in production that one command destroys: only {@code protection: 1} makes Proxmox refuse it. */
final class ProtectionRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "guest-without-protection",
            Severity.WARNING,
            "A production guest can be destroyed by one command",
            """
            With protection: 1 Proxmox refuses to destroy a guest or to remove its disks until somebody takes the flag away. Without it one \
            wrong number in 'pct destroy' takes the guest with its disks.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf", """
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    onboot: 1
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
                .filter(guest -> !guest.written().isOn("protection"))
                .forEach(guest -> Importance.ofProduction(repository, guest)
                        .ifPresent(because -> findings.guess(
                                guest.source(),
                                0,
                                because,
                                guest.label() + " has no protection, so one mistyped destroy takes it with its disks",
                                "add 'protection: 1' (pct or qm set " + guest.vmid() + " --protection 1)")));
    }
}
