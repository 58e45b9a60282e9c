package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig.Entry;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf;

/**
 * The volumes that Proxmox replicates by its jobs, which are on unless they say {@code disable}; {@code replicate=0} takes a volume out. A
 * storage is the same dataset at both ends (storage.cfg is one for the cluster), and replication.cfg too: its copies are read once per guest.
 */
record Replicas(List<Replica> all, Map<String, List<Replica>> bySource, Map<String, List<Replica>> byTarget) {
    /** The files of a replication, with which the rules' examples begin. */
    static final String EXAMPLE = """
            --- confs/host1/pve/replication.cfg
            local: 110-0
            \ttarget host2
            --- confs/host1/pve/storage.cfg
            zfspool: tank
            \tpool tank/pve
            --- confs/host1/pve/lxc_110.conf
            hostname: web
            rootfs: tank:subvol-110-disk-0,size=8G
            onboot: 1
            protection: 1
            """;

    private static final Set<String> ON = Set.of("1", "yes", "on", "true");

    /** {@code dataset} of the machine {@code from}, which {@code job} copies to {@code to}. */
    record Replica(String from, String to, String job, String dataset) {}

    static Replicas of(Repository repository) {
        return repository.view(Replicas.class, Replicas::make);
    }

    List<Replica> from(String folder) {
        return bySource.getOrDefault(folder, List.of());
    }

    List<Replica> to(String folder) {
        return byTarget.getOrDefault(folder, List.of());
    }

    private static Replicas make(Repository repository) {
        Map<String, List<GuestConf>> guests = repository.all(Formats.GUEST).stream()
                .collect(Collectors.groupingBy(
                        read -> read.source().folder() + "/" + read.value().vmid(),
                        Collectors.mapping(Read::value, Collectors.toList())));
        List<Replica> all = new ArrayList<>();
        for (Read<SectionConfig> file : repository.all(Formats.SECTIONS)) {
            if (file.source().fileName().equals("replication.cfg")) {
                String folder = file.source().folder();
                Map<String, String> pools = pools(repository, folder);
                file.value().entries().stream()
                        .filter(job -> job.value("disable").filter(ON::contains).isEmpty())
                        .forEach(job -> guests.getOrDefault(
                                        folder + "/" + job.id().split("-", 2)[0], List.of())
                                .forEach(guest -> add(job, folder, guest, pools, all)));
            }
        }
        return new Replicas(
                List.copyOf(all),
                all.stream().collect(Collectors.groupingBy(Replica::from)),
                all.stream().collect(Collectors.groupingBy(Replica::to)));
    }

    private static void add(Entry job, String folder, GuestConf guest, Map<String, String> pools, List<Replica> all) {
        List<String> left = guest.written().properties().stream()
                .filter(property -> List.of(property.value().split(",")).contains("replicate=0"))
                .map(property -> property.value().split(",", 2)[0])
                .toList();
        job.value("target")
                .filter(to -> !to.equals(folder))
                .ifPresent(to -> volumes(guest)
                        .filter(volume -> !left.contains(volume))
                        .flatMap(volume -> dataset(volume, pools))
                        .forEach(dataset -> all.add(new Replica(folder, to, job.id(), dataset))));
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
        return volumes(guest).flatMap(volume -> dataset(volume, pools));
    }

    private static Stream<String> volumes(GuestConf guest) {
        return switch (guest) {
            case ContainerConf container -> container.mountPoints().stream().map(ContainerConf.MountPoint::volume);
            case VirtualMachineConf machine -> machine.disks().stream().map(VirtualMachineConf.Disk::volume);
        };
    }

    private static Stream<String> dataset(String volume, Map<String, String> pools) {
        String[] parts = volume.split(":", 2);
        return parts.length == 2 && pools.containsKey(parts[0])
                ? Stream.of(pools.get(parts[0]) + "/" + parts[1])
                : Stream.of();
    }
}
