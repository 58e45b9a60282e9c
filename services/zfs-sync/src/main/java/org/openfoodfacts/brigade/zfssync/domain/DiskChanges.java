package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** Of a disk that two paths lead to the first counts. One that says nothing of itself is the one that had its name before. */
    public static DiskChanges of(String node, Collection<DiskRecord> before, List<Disk> disks, Instant now) {
        Map<String, DiskRecord> left = new LinkedHashMap<>();
        Map<String, DiskRecord> byDevice = new HashMap<>();
        before.forEach(old -> left.put(old.id(), old));
        before.forEach(old -> byDevice.put(old.disk().device(), old));
        Set<String> told =
                disks.stream().map(Disk::serial).filter(Objects::nonNull).collect(toSet());
        Map<String, DiskRecord> present = new LinkedHashMap<>();
        List<DiskChanged> events = new ArrayList<>();
        for (Disk disk : disks) {
            DiskRecord same = byDevice.get(disk.device());
            boolean isNameless = disk.serial() == null && same != null && !told.contains(same.id());
            DiskRecord next =
                    isNameless ? silent(same, disk, now) : new DiskRecord(node, disk, DiskHealth.of(disk), now);
            if (present.containsKey(next.id())) {
                continue;
            }
            DiskRecord old = left.remove(next.id());
            boolean isSame = old != null && old.health().equals(next.health());
            present.put(next.id(), isSame ? next.since(old.since()) : next);
            if (!isSame) {
                events.add(new DiskChanged(
                        node, name(next.disk()), old == null ? null : standing(old), standing(next), now));
            }
        }
        left.values().forEach(old -> events.add(new DiskChanged(node, name(old.disk()), standing(old), null, now)));
        return new DiskChanges(List.copyOf(present.values()), events);
    }

    /** Of one that sleeps all holds that it said; one that cannot be asked has not become any better. */
    private static DiskRecord silent(DiskRecord before, Disk now, Instant at) {
        Disk old = before.disk();
        Disk disk = new Disk(now.device(), old.model(), old.serial(), null, old.wear(), now.problem(), now.asleep());
        if (Boolean.TRUE.equals(now.asleep()) || before.health().health() == DiskHealth.Health.FAILING) {
            return new DiskRecord(before.node(), disk, before.health(), at);
        }
        return new DiskRecord(before.node(), disk, DiskHealth.of(disk), at);
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
