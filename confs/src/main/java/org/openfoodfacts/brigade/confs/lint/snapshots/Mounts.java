package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.MountPoint;

/** What the guests of each host mount from its folders: {@code tank/images} for {@code mp0: /tank/images,mp=…}. */
final class Mounts {
    private final Map<String, Set<String>> byFolder = new HashMap<>();

    Mounts(Repository repository) {
        repository.all(Formats.GUEST).forEach(read -> {
            if (read.value() instanceof ContainerConf guest) {
                Set<String> mounted = byFolder.computeIfAbsent(read.source().folder(), _ -> new TreeSet<>());
                guest.mountPoints().stream()
                        .map(MountPoint::volume)
                        .filter(volume -> volume.startsWith("/"))
                        .forEach(volume -> mounted.add(volume.substring(1)));
            }
        });
    }

    Set<String> of(String folder) {
        return byFolder.getOrDefault(folder, Set.of());
    }
}
