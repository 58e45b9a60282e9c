package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.IdMapping;

/** Ids of a container that its map leaves out: user_namespaces(7) shows their files as of nobody, and setuid to them fails. */
final class IdmapHoleRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "idmap-hole",
            Severity.WARNING,
            "The id map of a container leaves ids out",
            """
            The third number of lxc.idmap is a count, not the last id: 'u 0 100000 999' ends at 998. An id that is not mapped cannot be used in \
            the container: its files belong to nobody, chown to it fails, and a service that runs as it does not start. Packages give their \
            users ids from 999 downwards, so the last id below 1000 is the first one that is taken.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf:3", """
                    --- confs/host1/pve/lxc_113.conf
                    hostname: shop
                    unprivileged: 1
                    lxc.idmap: u 0 100000 999
                    lxc.idmap: g 0 100000 1000
                    lxc.idmap: u 1000 1000 64536
                    lxc.idmap: g 1000 1000 64536
                    """),
            """
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            unprivileged: 1
            lxc.idmap: u 0 100000 1000
            lxc.idmap: g 0 100000 1000
            lxc.idmap: u 1000 1000 64536
            lxc.idmap: g 1000 1000 64536
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (HostedGuest guest : HostedGuest.of(repository)) {
            if (guest.conf() instanceof ContainerConf container && IdMaps.isCustom(container)) {
                check(guest, container, findings);
            }
        }
    }

    private static void check(HostedGuest guest, ContainerConf container, Findings findings) {
        List<IdMapping> users = IdMaps.of(container, 'u');
        List<IdMapping> groups = IdMaps.of(container, 'g');
        if (ids(users).equals(ids(groups))) {
            add("user and group", guest, users, findings);
        } else {
            add("user", guest, users, findings);
            add("group", guest, groups, findings);
        }
    }

    private static String ids(List<IdMapping> mappings) {
        return IdMaps.holes(mappings).stream().map(IdMaps.Hole::toString).collect(Collectors.joining(", "));
    }

    private static void add(String kind, HostedGuest guest, List<IdMapping> mappings, Findings findings) {
        List<IdMaps.Hole> holes = IdMaps.holes(mappings);
        if (!holes.isEmpty()) {
            String of = kind + " id " + ids(mappings) + " of " + guest.label();
            findings.add(
                    guest.source(),
                    holes.getFirst().line(),
                    of + " maps to no id of the host, so its files belong to nobody and no process can run as it",
                    remedy(mappings, holes.getFirst()));
        }
    }

    private static String remedy(List<IdMapping> mappings, IdMaps.Hole hole) {
        return mappings.stream()
                .filter(mapping -> mapping.line() == hole.line() && mapping.inside() + mapping.count() == hole.first())
                .findFirst()
                .map(m -> "the third number is a count: write %d instead of %d, if the host has the ids"
                        .formatted(m.count() + hole.last() - hole.first() + 1, m.count()))
                .orElse("map " + hole + " too: 'lxc.idmap: u|g <first in the container> <first on the host> <count>'");
    }
}
