package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;

/**
 * Which datasets of a node lie behind the paths and volumes that others name. Several of one mount point all count: the facts do not say which
 * of them is mounted.
 */
final class DatasetPaths {
    private static final String DEVICES = "/dev/";
    private static final String ZVOLS = DEVICES + "zvol/";
    private static final char AFTER_SLASH = '/' + 1;

    private final NavigableMap<String, List<String>> byMountPoint = new TreeMap<>();
    private final Map<String, List<String>> byLastName = new HashMap<>();

    DatasetPaths(Collection<Dataset> datasets) {
        for (Dataset dataset : datasets) {
            if (dataset.mountPoint() != null && dataset.mountPoint().startsWith("/")) {
                add(byMountPoint, normal(dataset.mountPoint()), dataset.name());
            }
            add(byLastName, dataset.name().substring(dataset.name().lastIndexOf('/') + 1), dataset.name());
        }
    }

    private static void add(Map<String, List<String>> index, String key, String dataset) {
        index.computeIfAbsent(key, _ -> new ArrayList<>()).add(dataset);
    }

    /** With one slash before each name and none at the end; the root is empty. */
    private static String normal(String path) {
        String single = path.replaceAll("/{2,}", "/");
        return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    /** Those of the nearest mount point at or above the path. */
    List<String> holding(String path) {
        String at = normal(path);
        while (!at.isEmpty() && !byMountPoint.containsKey(at)) {
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
        return byMountPoint.getOrDefault(at, List.of());
    }

    /** Those whose mount points lie below the path, not at it. */
    List<String> below(String path) {
        String at = normal(path);
        return byMountPoint.subMap(at + "/", false, at + AFTER_SLASH, false).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** A volume of a storage that no storage.cfg explains is looked for by its name, in the pool called like the storage where that has it. */
    List<String> behind(DeclaredMount mount) {
        String volume = mount.volume();
        if (volume.startsWith(ZVOLS)) {
            return List.of(volume.substring(ZVOLS.length()));
        }
        if (volume.startsWith("/")) {
            return volume.startsWith(DEVICES) ? List.of() : holding(volume);
        }
        if (mount.dataset() != null) {
            return List.of(mount.dataset());
        }
        int colon = volume.indexOf(':');
        String pool = volume.substring(0, Math.max(0, colon)) + "/";
        List<String> named =
                byLastName.getOrDefault(volume.substring(Math.max(colon, volume.lastIndexOf('/')) + 1), List.of());
        List<String> inPool =
                named.stream().filter(name -> name.startsWith(pool)).toList();
        return inPool.isEmpty() ? named : inPool;
    }
}
