package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.DiskChanged;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.DiskName;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.DiskStanding;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;

/** The disks of a node as it tells of them now, and an event of each whose health is another, that is new, or that is no longer there. */
public record DiskChanges(List<DiskRecord> present, List<DiskChanged> events) {
    public DiskChanges {
        present = List.copyOf(present);
        events = List.copyOf(events);
    }

    /** Of a disk that two paths lead to the first counts. */
    public static DiskChanges of(String node, Collection<DiskRecord> before, List<Disk> disks, Instant now) {
        Map<String, DiskRecord> left = new LinkedHashMap<>();
        before.forEach(old -> left.put(old.id(), old));
        Map<String, DiskRecord> present = new LinkedHashMap<>();
        List<DiskChanged> events = new ArrayList<>();
        for (Disk disk : disks) {
            DiskHealth health = DiskHealth.of(disk);
            DiskRecord next = new DiskRecord(node, disk, health, now);
            if (present.containsKey(next.id())) {
                continue;
            }
            DiskRecord old = left.remove(next.id());
            boolean isSame = old != null && old.health().equals(health);
            present.put(next.id(), isSame ? new DiskRecord(node, disk, health, old.since()) : next);
            if (!isSame) {
                events.add(new DiskChanged(node, name(disk), old == null ? null : standing(old), standing(next), now));
            }
        }
        left.values().forEach(old -> events.add(new DiskChanged(node, name(old.disk()), standing(old), null, now)));
        return new DiskChanges(List.copyOf(present.values()), events);
    }

    private static DiskName name(Disk disk) {
        return new DiskName(disk.device(), disk.model(), disk.serial());
    }

    private static DiskStanding standing(DiskRecord disk) {
        return new DiskStanding(
                disk.health().health().name(),
                disk.health().signs().stream().map(Enum::name).toList());
    }
}
