package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig.Entry;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf;
import org.openfoodfacts.brigade.confs.sanoid.Policy;

/** Volumes that Proxmox replicates to a node where sanoid takes snapshots of them too (pvesr: a replica belongs to it alone). */
final class ReplicaSnapshots implements Rule {
    private static final RulePage PAGE = new RulePage(
            "replica-takes-snapshots",
            Severity.WARNING,
            "sanoid takes snapshots of a volume that Proxmox replicates to the same node",
            """
            Each replication rolls the volume back to what it brought last, or fails because it has changed. Snapshots of sanoid on the replica \
            are lost or stop the replication.""",
            "",
            new RulePage.Failing("confs/host2/sanoid/sanoid.conf:1", """
                    --- confs/host1/pve/replication.cfg
                    local: 110-0
                    \ttarget host2
                    --- confs/host1/pve/storage.cfg
                    zfspool: tank
                    \tpool tank/pve
                    --- confs/host1/pve/lxc_110.conf
                    hostname: web
                    rootfs: tank:subvol-110-disk-0,size=8G
                    --- confs/host2/sanoid/sanoid.conf
                    [tank/pve]
                    recursive = yes
                    """),
            """
            --- confs/host1/pve/replication.cfg
            local: 110-0
            \ttarget host2
            --- confs/host1/pve/storage.cfg
            zfspool: tank
            \tpool tank/pve
            --- confs/host1/pve/lxc_110.conf
            hostname: web
            rootfs: tank:subvol-110-disk-0,size=8G
            --- confs/host2/sanoid/sanoid.conf
            [tank/pve]
            recursive = yes
            [tank/pve/subvol-110-disk-0]
            autosnap = no
            autoprune = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        Map<String, List<GuestConf>> guests = new HashMap<>();
        repository
                .all(Formats.GUEST)
                .forEach(read -> guests.computeIfAbsent(
                                read.source().folder() + "/" + read.value().vmid(), _ -> new ArrayList<>())
                        .add(read.value()));
        for (Read<SectionConfig> file : repository.all(Formats.SECTIONS)) {
            if (file.source().fileName().equals("replication.cfg")) {
                String folder = file.source().folder();
                Map<String, String> pools = pools(repository, folder);
                for (Entry job : file.value().entries()) {
                    String guest = folder + "/" + job.id().split("-", 2)[0];
                    job.value("target")
                            .filter(_ -> job.value("disable").isEmpty())
                            .flatMap(replication::policed)
                            .ifPresent(there -> guests.getOrDefault(guest, List.of()).stream()
                                    .flatMap(conf -> datasets(conf, pools))
                                    .flatMap(dataset -> there.policies().of(dataset).stream())
                                    .filter(Policy::takesSnapshots)
                                    .findFirst()
                                    .ifPresent(policy -> report(folder, job, there, policy, findings)));
                }
            }
        }
    }

    private static void report(String folder, Entry job, Policed there, Policy policy, Findings findings) {
        findings.add(
                there.source(),
                policy.section().line(),
                "[" + policy.section().name() + "] takes snapshots of " + policy.dataset()
                        + ", which Proxmox replicates from " + folder + " (job " + job.id()
                        + "), so they are rolled back or stop the replication",
                "set autosnap=no and autoprune=no for [" + policy.dataset() + "]");
    }

    /** The ZFS pool or dataset of each storage of a host. */
    static Map<String, String> pools(Repository repository, String folder) {
        Map<String, String> pools = new HashMap<>();
        repository
                .all(Formats.SECTIONS, folder)
                .filter(read -> read.source().fileName().equals("storage.cfg"))
                .flatMap(read -> read.value().entries().stream())
                .filter(storage -> storage.type().equals("zfspool"))
                .forEach(storage -> storage.value("pool").ifPresent(pool -> pools.put(storage.id(), pool)));
        return pools;
    }

    /** Of its volumes {@code storage:name} on ZFS storages. */
    static Stream<String> datasets(GuestConf guest, Map<String, String> pools) {
        Stream<String> volumes = switch (guest) {
            case ContainerConf container -> container.mountPoints().stream().map(ContainerConf.MountPoint::volume);
            case VirtualMachineConf machine -> machine.disks().stream().map(VirtualMachineConf.Disk::volume);
        };
        return volumes.map(volume -> volume.split(":", 2))
                .filter(parts -> parts.length == 2 && pools.containsKey(parts[0]))
                .map(parts -> pools.get(parts[0]) + "/" + parts[1]);
    }
}
