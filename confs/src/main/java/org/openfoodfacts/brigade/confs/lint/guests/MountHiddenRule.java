package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.MountPoint;

/** Mount points that a later one covers: Proxmox mounts rootfs, mp0, mp1, … by number (valid_volume_keys in PVE::LXC::Config). */
final class MountHiddenRule implements Rule {
    private static final Pattern MOUNT_POINT = Pattern.compile("mp\\d{1,3}");
    private static final RulePage PAGE = new RulePage(
            "mount-hidden",
            Severity.ERROR,
            "A mount point of a container hides another",
            """
            Proxmox mounts in the order of the numbers, whatever the order of the lines. One that is mounted at the same path or above an \
            earlier one covers it: the application sees an empty folder, or writes into the wrong dataset, and the data are not where the \
            snapshots are taken.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf:3", """
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    mp0: /tank/shop/images,mp=/mnt/shop/images
                    mp1: /tank/shop,mp=/mnt/shop
                    """),
            """
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            mp0: /tank/shop,mp=/mnt/shop
            mp1: /tank/shop/images,mp=/mnt/shop/images
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (HostedGuest guest : HostedGuest.of(repository)) {
            if (guest.conf() instanceof ContainerConf container) {
                check(guest, container, findings);
            }
        }
    }

    private static void check(HostedGuest guest, ContainerConf container, Findings findings) {
        Map<Integer, MountPoint> byNumber = new TreeMap<>();
        container.mountPoints().stream()
                .filter(mount -> MOUNT_POINT.matcher(mount.key()).matches())
                .forEach(mount -> byNumber.put(Integer.valueOf(mount.key().substring(2)), mount));
        List<MountPoint> before = new ArrayList<>();
        for (MountPoint mount : byNumber.values()) {
            before.stream()
                    .filter(earlier -> folder(earlier).startsWith(folder(mount)))
                    .forEach(hidden -> add(guest, mount, hidden, findings));
            before.add(mount);
        }
    }

    private static void add(HostedGuest guest, MountPoint mount, MountPoint hidden, Findings findings) {
        boolean same = folder(hidden).equals(folder(mount));
        findings.add(
                guest.source(),
                mount.line(),
                "%s is mounted %s %s of line %d and hides it, so %s does not see %s"
                        .formatted(
                                mount.key(),
                                same ? "at the path of" : "above",
                                hidden.key(),
                                hidden.line(),
                                guest.label(),
                                hidden.volume()),
                same
                        ? "give one of them another path, or remove it"
                        : "swap the numbers: the upper path first, " + hidden.path() + " after it");
    }

    /** Its path with one slash between names and one at the end. */
    private static String folder(MountPoint mount) {
        return ("/" + mount.path() + "/").replaceAll("/{2,}", "/");
    }
}
