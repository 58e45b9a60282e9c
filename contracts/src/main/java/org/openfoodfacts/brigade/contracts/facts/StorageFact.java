package org.openfoodfacts.brigade.contracts.facts;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** Block devices and mounted file systems; sizes in bytes. */
public record StorageFact(List<BlockDevice> blockDevices, List<FileSystem> fileSystems) implements Fact {
    public StorageFact {
        blockDevices = Copies.of(blockDevices);
        fileSystems = Copies.of(fileSystems);
    }

    public record BlockDevice(@Required String name, String type, long sizeBytes, String model) {}

    /** {@code usedInodes} and {@code inodes} are 0 where the file system has no fixed number of them (ZFS, btrfs). */
    public record FileSystem(
            String source,
            @Required String mountPoint,
            String type,
            long sizeBytes,
            long usedBytes,
            long inodes,
            long usedInodes) {}
}
