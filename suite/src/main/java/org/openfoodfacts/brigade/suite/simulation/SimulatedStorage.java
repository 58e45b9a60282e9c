package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.Json;

/** {@code lsblk} and {@code df}: two disks per pool or one for the root, and the fill of every mounted file system. */
final class SimulatedStorage {
    private static final long ROOT_BYTES = 32L << 30;
    private static final long ROOT_INODES = 2_097_152;

    private final Description description;
    private final ZfsCatalogue catalogue;

    SimulatedStorage(Description description, ZfsCatalogue catalogue) {
        this.description = description;
        this.catalogue = catalogue;
    }

    ExecResult lsblk(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                return SimulatedTool.fail(
                        1, "lsblk: unrecognized option '" + argument + "'\nTry 'lsblk --help' for more information.\n");
            }
        }
        ObjectNode tree = Json.mapper().createObjectNode();
        ArrayNode devices = tree.putArray("blockdevices");
        disks().forEach(disk -> devices.addObject()
                .put("name", disk.name())
                .put("type", "disk")
                .put("size", disk.bytes())
                .put("model", disk.model()));
        return SimulatedTool.ok(tree.toPrettyString() + "\n");
    }

    record Disk(String name, long bytes, String model) {}

    List<Disk> disks() {
        List<Disk> disks = new ArrayList<>();
        add(disks, ROOT_BYTES, "QEMU HARDDISK");
        catalogue.pools().values().forEach(pool -> {
            add(disks, pool.sizeBytes(), "Exos X16");
            add(disks, pool.sizeBytes(), "Exos X16");
        });
        return disks;
    }

    private static void add(List<Disk> disks, long bytes, String model) {
        disks.add(new Disk("sd" + (char) ('a' + disks.size()), bytes, model));
    }

    /** The columns the agent asks for; anything else is a usage error, as with df itself. */
    ExecResult df(List<String> arguments) {
        String columns = "--output=source,fstype,size,used,itotal,iused,target";
        for (String argument : arguments) {
            if (argument.startsWith("--") && !argument.equals(columns)) {
                return SimulatedTool.fail(
                        1, "df: unrecognized option '" + argument + "'\nTry 'df --help' for more information.\n");
            }
        }
        StringBuilder text = new StringBuilder("Filesystem Type 1B-blocks Used Inodes IUsed Mounted on\n");
        long used = Plausible.between(description.node(), "root used", 3L << 30, 12L << 30);
        long inodes = Plausible.between(description.node(), "root inodes", 60_000, 300_000);
        line(text, "/dev/sda1", "ext4", ROOT_BYTES, used, ROOT_INODES, inodes, "/");
        ZfsSpace space = new ZfsSpace(catalogue);
        catalogue.datasets().forEach((name, dataset) -> {
            long size = dataset.referencedBytes() + space.available(name);
            long files = Plausible.between(description.node(), name + " files", 100, 90_000);
            line(text, name, "zfs", size, dataset.referencedBytes(), size / 512, files, "/" + name);
        });
        return SimulatedTool.ok(text.toString());
    }

    private static void line(StringBuilder text, Object... columns) {
        for (int i = 0; i < columns.length; i++) {
            text.append(columns[i]).append(i + 1 < columns.length ? " " : "\n");
        }
    }
}
