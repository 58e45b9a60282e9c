package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
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
        for (Read<SectionConfig> file : repository.all(Formats.SECTIONS)) {
            if (file.source().fileName().equals("replication.cfg")) {
                for (Entry job : file.value().entries()) {
                    job.value("target")
                            .filter(_ -> job.value("disable").isEmpty())
                            .flatMap(replication::policed)
                            .ifPresent(there -> judge(repository, file.source().folder(), job, there, findings));
                }
            }
        }
    }

    private static void judge(Repository repository, String folder, Entry job, Policed there, Findings findings) {
        String guest = job.id().split("-", 2)[0];
        repository
                .all(Formats.GUEST, folder)
                .filter(read -> String.valueOf(read.value().vmid()).equals(guest))
                .flatMap(read -> volumes(read.value()))
                .flatMap(volume -> dataset(repository, folder, volume).stream())
                .flatMap(dataset -> there.policies().of(dataset).stream())
                .filter(Policy::takesSnapshots)
                .findFirst()
                .ifPresent(policy -> findings.add(
                        there.source(),
                        policy.section().line(),
                        "[" + policy.section().name() + "] takes snapshots of " + policy.dataset()
                                + ", which Proxmox replicates from " + folder + " (job " + job.id()
                                + "), so they are rolled back or stop the replication",
                        "set autosnap=no and autoprune=no for [" + policy.dataset() + "]"));
    }

    private static Stream<String> volumes(GuestConf guest) {
        return switch (guest) {
            case ContainerConf container -> container.mountPoints().stream().map(ContainerConf.MountPoint::volume);
            case VirtualMachineConf machine -> machine.disks().stream().map(VirtualMachineConf.Disk::volume);
        };
    }

    /** Of a volume {@code storage:name} on a ZFS storage. */
    private static Optional<String> dataset(Repository repository, String folder, String volume) {
        int colon = volume.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : repository
                        .all(Formats.SECTIONS, folder)
                        .filter(read -> read.source().fileName().equals("storage.cfg"))
                        .flatMap(read -> read.value().entries().stream())
                        .filter(e -> e.type().equals("zfspool") && e.id().equals(volume.substring(0, colon)))
                        .flatMap(e -> e.value("pool").stream())
                        .map(pool -> pool + "/" + volume.substring(colon + 1))
                        .findFirst();
    }
}
