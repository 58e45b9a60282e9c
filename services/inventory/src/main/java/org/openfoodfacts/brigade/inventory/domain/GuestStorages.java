package org.openfoodfacts.brigade.inventory.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig.Entry;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;

/** Where the storages of a host's storage.cfg keep the volumes of its guests: a dataset each ({@code zfspool}), or files ({@code dir}). */
final class GuestStorages {
    /** A linked clone is written {@code storage:9/base.qcow2/100/own.qcow2}, and its own file is the last two parts. */
    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?(\\d+/[^/]+)");

    /** PVE::Storage::Plugin, for a storage without {@code content-dirs}. */
    private static final Map<String, String> FOLDERS = Map.of(
            "images", "images",
            "rootdir", "private",
            "iso", "template/iso",
            "vztmpl", "template/cache",
            "backup", "dump",
            "snippets", "snippets",
            "import", "import");

    private final Map<String, String> pools = new HashMap<>();
    private final Map<String, Entry> directories = new HashMap<>();

    private GuestStorages() {}

    static GuestStorages of(ConfigurationTree tree, FleetNode host) {
        GuestStorages storages = new GuestStorages();
        tree.storages().stream()
                .filter(hosted -> host.folders().contains(hosted.folder()))
                .flatMap(hosted -> hosted.storages().entries().stream())
                .forEach(storages::add);
        return storages;
    }

    private void add(Entry entry) {
        if (entry.type().equals("zfspool")) {
            entry.value("pool").ifPresent(pool -> pools.put(entry.id(), pool));
        } else if (entry.type().equals("dir") && entry.value("path").isPresent()) {
            directories.put(entry.id(), entry);
        }
    }

    /** Null where storage.cfg does not tell. A linked clone is written {@code storage:base/own}, and its own part is the dataset. */
    String dataset(String volume) {
        String pool = pools.get(storage(volume));
        return pool == null
                ? null
                : pool + "/" + volume.substring(Math.max(volume.indexOf(':'), volume.lastIndexOf('/')) + 1);
    }

    /** The file or folder of a volume on a {@code dir} storage; any other volume as it is. */
    String pathOr(String volume) {
        Entry directory = directories.get(storage(volume));
        if (directory == null) {
            return volume;
        }
        String name = volume.substring(volume.indexOf(':') + 1);
        int slash = name.indexOf('/');
        String content = name.substring(0, Math.max(0, slash));
        Matcher image = IMAGE.matcher(name);
        String path = directory.value("path").orElseThrow() + "/";
        if (FOLDERS.containsKey(content)) {
            return path + folder(directory, content) + name.substring(slash);
        }
        return image.matches() ? path + folder(directory, "images") + "/" + image.group(1) : volume;
    }

    /** {@code content-dirs images=disks,iso=cds}: below the storage's path. */
    private static String folder(Entry directory, String content) {
        String start = content + "=";
        for (String one : directory.value("content-dirs").orElse("").split(",")) {
            if (one.strip().startsWith(start)) {
                return one.strip().substring(start.length());
            }
        }
        return FOLDERS.get(content);
    }

    /** Empty for a path, which is on no storage. */
    private static String storage(String volume) {
        return volume.startsWith("/") ? "" : volume.substring(0, Math.max(0, volume.indexOf(':')));
    }
}
