package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.IdMapping;
import org.openfoodfacts.brigade.confs.subids.SubidRange;

/** Maps that the host does not let root use: lxc_map_ids goes through newuidmap, which needs them in subuid for root too. */
final class IdmapAllowedRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "idmap-not-allowed",
            Severity.ERROR,
            "A container maps ids that its host does not allow",
            """
            LXC maps ids through newuidmap and newgidmap, and these take only ranges that /etc/subuid and /etc/subgid give to root. Without \
            them the container does not start: after a move to another host, or after that file was changed, at the next start.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf:5", """
                    --- confs/host1/subuid
                    root:100000:65536
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    unprivileged: 1
                    lxc.idmap: u 0 100000 1000
                    lxc.idmap: g 0 100000 65536
                    lxc.idmap: u 1000 1000 64536
                    """),
            """
            --- confs/host1/subuid
            root:1000:64536
            root:100000:65536
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
        Map<String, Map<String, List<SubidRange>>> byHost = new HashMap<>();
        repository
                .all(Formats.SUBIDS)
                .forEach(read -> byHost.computeIfAbsent(read.source().folder(), _ -> new HashMap<>())
                        .put(read.source().inFolder(), read.value()));
        for (HostedGuest guest : HostedGuest.of(repository)) {
            if (guest.conf() instanceof ContainerConf container && byHost.containsKey(guest.host())) {
                for (char type : IdMaps.TYPES) {
                    String file = type == 'u' ? "subuid" : "subgid";
                    List<SubidRange> ranges = byHost.get(guest.host()).get(file);
                    if (ranges != null) {
                        check(guest, IdMaps.of(container, type), ranges, file, findings);
                    }
                }
            }
        }
    }

    private static void check(
            HostedGuest guest, List<IdMapping> mappings, List<SubidRange> ranges, String file, Findings findings) {
        List<SubidRange> ofRoot = ranges.stream().filter(SubidRange::isOfRoot).toList();
        for (IdMapping mapping : mappings) {
            if (!covers(ofRoot, mapping.outside(), mapping.outside() + mapping.count())) {
                long last = mapping.outside() + mapping.count() - 1;
                findings.add(
                        guest.source(),
                        mapping.line(),
                        "%s does not give root the ids %d to %d of %s, so %s does not start"
                                .formatted("/etc/" + file, mapping.outside(), last, guest.host(), guest.label()),
                        "add 'root:" + mapping.outside() + ":" + mapping.count() + "' to " + file + " of "
                                + guest.host());
            }
        }
    }

    /** Ranges that touch count as one, as have_range of shadow takes them. */
    private static boolean covers(List<SubidRange> ranges, long first, long end) {
        long next = first;
        boolean grows = true;
        while (next < end && grows) {
            long at = next;
            next = ranges.stream()
                    .filter(range -> range.start() <= at)
                    .mapToLong(SubidRange::end)
                    .reduce(at, Math::max);
            grows = next > at;
        }
        return next >= end;
    }
}
