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
        before.forEach(old -> left.put(old.id(), old));
        List<DiskRecord> present = new ArrayList<>();
        List<DiskChanged> events = new ArrayList<>();
        for (DiskRecord next : told(node, before, disks, now)) {
            DiskRecord old = left.remove(next.id());
            if (old != null && old.health().equals(next.health())) {
                present.add(next.since(old.since()));
            } else {
                present.add(next);
                events.add(changed(old, next, now));
            }
        }
        left.values().forEach(old -> events.add(changed(old, null, now)));
        return new DiskChanges(present, events);
    }

    /** One each, in their order. */
    private static Collection<DiskRecord> told(
            String node, Collection<DiskRecord> before, List<Disk> disks, Instant now) {
        Map<String, DiskRecord> byDevice = new HashMap<>();
        before.forEach(old -> byDevice.put(old.disk().device(), old));
        Set<String> serials =
                disks.stream().map(Disk::serial).filter(Objects::nonNull).collect(toSet());
        Map<String, DiskRecord> told = new LinkedHashMap<>();
        for (Disk disk : disks) {
            DiskRecord namesake = byDevice.get(disk.device());
            boolean isNameless = disk.serial() == null && namesake != null && !serials.contains(namesake.id());
            DiskRecord next =
                    isNameless ? silent(namesake, disk, now) : new DiskRecord(node, disk, DiskHealth.of(disk), now);
            told.putIfAbsent(next.id(), next);
        }
        return told.values();
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

    /** One of the two is null for a disk that is new or gone. */
    private static DiskChanged changed(DiskRecord before, DiskRecord after, Instant now) {
        DiskRecord known = after == null ? before : after;
        Disk disk = known.disk();
        DiskName name = new DiskName(disk.device(), disk.model(), disk.serial());
        return new DiskChanged(known.node(), name, standing(before), standing(after), now);
    }

    private static DiskStanding standing(DiskRecord disk) {
        return disk == null
                ? null
                : new DiskStanding(
                        disk.health().health().name(),
                        disk.health().signs().stream().map(Enum::name).toList());
    }
}
