package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Health;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Sign;
import org.openfoodfacts.brigade.zfssync.domain.DiskRecord;

/** A disk as its node last told of it, and what is to be thought of it; {@code since} is when its health came to be so, {@code because} says it in words. */
public record DiskView(
        String node, @JsonUnwrapped Disk disk, Health health, List<Sign> signs, List<String> because, Instant since) {
    public DiskView {
        signs = List.copyOf(signs);
        because = List.copyOf(because);
    }

    static DiskView of(DiskRecord disk) {
        return new DiskView(
                disk.node(),
                disk.disk(),
                disk.health().health(),
                disk.health().signs(),
                disk.health().because(disk.disk()),
                disk.since());
    }

    String cursor() {
        return node + "/" + DiskRecord.id(disk);
    }
}
