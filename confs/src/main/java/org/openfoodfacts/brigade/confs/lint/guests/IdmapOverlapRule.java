package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.IdMapping;

/** Maps the kernel refuses: map_write in kernel/user_namespace.c takes no mappings that overlap, inside or outside. */
final class IdmapOverlapRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "idmap-overlap",
            Severity.ERROR,
            "Two mappings of a container's id map overlap",
            """
            The kernel refuses a map in which an id stands twice, inside the container or on the host: the container does not start. It shows \
            at the next start only, which may be the reboot of the host.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf:5", """
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    unprivileged: 1
                    lxc.idmap: u 0 100000 1001
                    lxc.idmap: g 0 100000 65536
                    lxc.idmap: u 1000 1000 64536
                    """),
            """
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            unprivileged: 1
            lxc.idmap: u 0 100000 1000
            lxc.idmap: g 0 100000 65536
            lxc.idmap: u 1000 1000 64536
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (HostedGuest guest : HostedGuest.of(repository)) {
            if (guest.conf() instanceof ContainerConf container && IdMaps.isCustom(container)) {
                for (char type : IdMaps.TYPES) {
                    List<IdMapping> mappings = IdMaps.of(container, type);
                    check(guest, mappings, IdMapping::inside, "in the container", findings);
                    check(guest, mappings, IdMapping::outside, "on the host", findings);
                }
            }
        }
    }

    private static void check(
            HostedGuest guest, List<IdMapping> all, ToLongFunction<IdMapping> first, String where, Findings findings) {
        List<IdMapping> mappings =
                all.stream().sorted(Comparator.comparingLong(first)).toList();
        for (int i = 1; i < mappings.size(); i++) {
            IdMapping before = mappings.get(i - 1);
            IdMapping mapping = mappings.get(i);
            if (first.applyAsLong(before) + before.count() > first.applyAsLong(mapping)) {
                int line = Math.max(before.line(), mapping.line());
                int other = Math.min(before.line(), mapping.line());
                String kind = IdMaps.kind(mapping.type());
                findings.add(
                        guest.source(),
                        line,
                        "the mapping overlaps the one of line %d %s (%s id %d), so %s does not start"
                                .formatted(other, where, kind, first.applyAsLong(mapping), guest.label()),
                        "let each mapping begin where the one before ends (first id + count)");
            }
        }
    }
}
