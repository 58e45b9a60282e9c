package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.MountPoint;

/** Datasets that a guest mounts and its host's {@code sanoid.conf} does not know; that a dataset is mounted under its own name is guessed. */
final class UnpoliciedMountRule implements Rule {
    private static final Pattern PASSING = Pattern.compile("(^|[/_-])(cache|caches|tmp|temp)($|[/_-])");
    private static final RulePage PAGE = new RulePage(
            "mount-without-policy",
            Severity.WARNING,
            "A guest mounts a dataset that no snapshot policy covers",
            """
            What the guest writes there is in no snapshot and so in no replica: a deleted file is gone. A dataset is covered by its own \
            section of sanoid.conf, or by one above it with recursive=yes.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf:2", """
                    --- confs/host1/sanoid/sanoid.conf
                    [tank]
                      use_template=data
                    [tank/shop]
                      use_template=data
                      recursive=yes
                    [template_data]
                      daily=30
                      autosnap=yes
                      autoprune=yes
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop-test
                    mp0: /tank/orders,mp=/mnt/orders
                    """),
            """
            --- confs/host1/sanoid/sanoid.conf
            # no_sanoid_checks:tank/scratch
            [tank/shop]
              use_template=data
              recursive=yes
            [template_data]
              daily=30
              autosnap=yes
              autoprune=yes
            --- confs/host1/pve/lxc_113.conf
            hostname: shop-test
            mp0: /tank/shop/orders,mp=/mnt/orders
            mp1: /tank/scratch,mp=/mnt/scratch
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        HostedGuest.byHost(repository)
                .forEach((host, guests) -> repository
                        .all(Formats.SANOID, host)
                        .findFirst()
                        .map(read -> PolicyCover.of(read.value()))
                        .ifPresent(policies -> guests.forEach(guest -> check(guest, policies, findings))));
    }

    private static void check(HostedGuest guest, PolicyCover policies, Findings findings) {
        if (!(guest.conf() instanceof ContainerConf container)) {
            return;
        }
        for (MountPoint mount : container.mountPoints()) {
            String dataset = dataset(mount);
            if (!dataset.isEmpty()
                    && !mount.key().equals(MountPoint.LXC_ENTRY)
                    && policies.knowsPool(dataset.split("/", 2)[0])
                    && !PASSING.matcher(dataset).find()
                    && !policies.covers(dataset)) {
                findings.guess(
                        guest.source(),
                        mount.line(),
                        mount.volume() + " is the dataset " + dataset,
                        "no section of sanoid.conf covers " + dataset + ", so what " + guest.label() + " writes to "
                                + mount.path() + " is in no snapshot",
                        "add [" + dataset + "] with a template to sanoid/sanoid.conf of " + guest.host()
                                + ", or '# no_sanoid_checks:" + dataset + "' if nothing there is worth it");
            }
        }
    }

    /** Of a bind mount the path without its slashes at both ends; empty for a volume, which Proxmox mounts itself. */
    private static String dataset(MountPoint mount) {
        String path = mount.volume().replaceAll("/{2,}", "/");
        return path.startsWith("/") && path.length() > 1
                ? path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length())
                : "";
    }
}
