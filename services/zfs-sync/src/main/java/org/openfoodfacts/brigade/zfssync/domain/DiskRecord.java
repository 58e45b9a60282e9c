package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;

/** A disk as its node last told of it; {@code since} is when its health came to be so. */
public record DiskRecord(String node, Disk disk, DiskHealth health, Instant since) {

    /** What a disk is known by: its serial number, which it keeps when the kernel names it anew; without one that name. */
    public static String id(Disk disk) {
        return disk.serial() == null ? disk.device() : disk.serial();
    }

    public String id() {
        return id(disk);
    }

    DiskRecord since(Instant earlier) {
        return new DiskRecord(node, disk, health, earlier);
    }
}
