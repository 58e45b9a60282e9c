package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.MountPoint;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;

/**
 * What the guests of each host use of its datasets: {@code tank/images} for {@code mp0: /tank/images,mp=…}, and their volumes on the ZFS
 * storages of its storage.cfg.
 */
final class Mounts {
    private final Map<String, Set<String>> byFolder = new HashMap<>();

    static Mounts of(Repository repository) {
        return repository.view(Mounts.class, Mounts::new);
    }

    private Mounts(Repository repository) {
        Map<String, Map<String, String>> pools = new HashMap<>();
        for (Read<GuestConf> read : repository.all(Formats.GUEST)) {
            String folder = read.source().folder();
            Set<String> mounted = byFolder.computeIfAbsent(folder, _ -> new TreeSet<>());
            if (read.value() instanceof ContainerConf guest) {
                guest.mountPoints().stream()
                        .filter(mount -> !mount.key().equals(MountPoint.LXC_ENTRY))
                        .map(MountPoint::volume)
                        .filter(volume -> volume.startsWith("/"))
                        .forEach(volume -> mounted.add(volume.substring(1)));
            }
            Replicas.datasets(read.value(), pools.computeIfAbsent(folder, _ -> Replicas.pools(repository, folder)))
                    .forEach(mounted::add);
        }
    }

    Set<String> of(String folder) {
        return byFolder.getOrDefault(folder, Set.of());
    }
}
