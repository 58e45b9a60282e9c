package org.openfoodfacts.brigade.contracts.snapshots;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan.Spared;

/**
 * Which snapshots of one dataset go now: those that sanoid 2.1.0 would destroy ({@code prune_snapshots}: of each kind the oldest, while there
 * are more than its count, and only when older than count times period), less those that something protects. Never one that it does not
 * count among its kinds, and no other one in place of a protected one.
 */
public final class Retention {
    private static final Comparator<Snapshot> BY_CREATION = Comparator.comparing(Snapshot::creation);
    private static final Comparator<Snapshot> BY_AGE = Comparator.comparingLong(Snapshot::createTxg);

    private final Map<String, List<Protection>> protections;
    private final List<SnapshotRef> destroy = new ArrayList<>();
    private final List<Spared> spared = new ArrayList<>();

    private Retention(Collection<Protection> protections) {
        this.protections = protections.stream().collect(Collectors.groupingBy(Protection::guid));
    }

    /**
     * Nothing when {@code usedPercent} of the pool is not beyond the policy's deferral. Holds and clones count as the snapshots themselves tell
     * them; {@code protections} are what only others know. Of two of one kind and second the one that is listed first goes first.
     */
    public static RetentionPlan plan(
            SnapshotPolicy policy,
            List<Snapshot> snapshots,
            Collection<Protection> protections,
            int usedPercent,
            Instant now) {
        boolean deferred = policy.pruneDefer() > 0 && usedPercent <= policy.pruneDefer();
        if (!policy.prunes() || deferred) {
            return RetentionPlan.NOTHING;
        }
        List<Protection> all = new ArrayList<>(protections);
        all.addAll(underWay(snapshots));
        Retention retention = new Retention(withNewest(snapshots, all));
        byKind(snapshots).forEach((kind, ofKind) -> {
            Instant since = Instant.ofEpochSecond(now.getEpochSecond())
                    .minus(policy.period(kind).multipliedBy(policy.count(kind)));
            retention.prune(ofKind, ofKind.size() - policy.count(kind), since);
        });
        return new RetentionPlan(retention.destroy, retention.spared);
    }

    /**
     * Between two that are held for the same pair a stream is under way, or was cut: the copy may have any of them as its newest, also when whoever
     * told what is needed did not know of the pair yet.
     */
    private static List<Protection> underWay(List<Snapshot> snapshots) {
        Map<String, LongSummaryStatistics> held = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            for (String tag : snapshot.holds()) {
                if (SnapshotPolicy.isTagOfPair(tag)) {
                    held.computeIfAbsent(tag, _ -> new LongSummaryStatistics()).accept(snapshot.createTxg());
                }
            }
        }
        List<Protection> needed = new ArrayList<>();
        held.forEach((tag, txgs) -> snapshots.stream()
                .filter(snapshot -> snapshot.createTxg() > txgs.getMin() && snapshot.createTxg() < txgs.getMax())
                .map(snapshot -> new Protection(snapshot.guid(), Protection.Reason.IN_TRANSFER, tag))
                .forEach(needed::add));
        return needed;
    }

    /**
     * Whoever told what the ends of a pair need did so before this was planned: since then the copy may have got a newer one. So the newest of a
     * dataset of which anything is needed stays; without it a copy would count as written to, and no step could follow.
     */
    private static Collection<Protection> withNewest(List<Snapshot> snapshots, Collection<Protection> protections) {
        Optional<Protection> pair = protections.stream().findFirst();
        Optional<Snapshot> newest = snapshots.stream().max(BY_AGE);
        if (pair.isEmpty() || newest.isEmpty()) {
            return protections;
        }
        List<Protection> all = new ArrayList<>(protections);
        String guid = newest.get().guid();
        if (protections.stream().noneMatch(protection -> protection.guid().equals(guid))) {
            all.add(new Protection(
                    guid, Protection.Reason.LAST_COMMON, pair.get().by()));
        }
        return all;
    }

    private static Map<SnapshotKind, List<Snapshot>> byKind(List<Snapshot> snapshots) {
        Map<SnapshotKind, List<Snapshot>> byKind = new EnumMap<>(SnapshotKind.class);
        for (Snapshot snapshot : snapshots) {
            SnapshotKind.of(snapshot.name())
                    .ifPresent(kind ->
                            byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(snapshot));
        }
        return byKind;
    }

    private void prune(List<Snapshot> ofKind, int most, Instant since) {
        ofKind.sort(BY_CREATION);
        for (int i = 0; i < most && ofKind.get(i).creation().isBefore(since); i++) {
            Snapshot expired = ofKind.get(i);
            SnapshotRef ref = new SnapshotRef(expired.name(), expired.guid());
            List<Protection> because = because(expired);
            if (because.isEmpty()) {
                destroy.add(ref);
            } else {
                spared.add(new Spared(ref, because));
            }
        }
    }

    private List<Protection> because(Snapshot snapshot) {
        List<Protection> known = protections.getOrDefault(snapshot.guid(), List.of());
        if (snapshot.holds().isEmpty() && snapshot.clones().isEmpty()) {
            return known;
        }
        List<Protection> because = new ArrayList<>(known);
        snapshot.holds().stream()
                .filter(tag -> !tag.equals(SnapshotPolicy.HOLD_TAG))
                .forEach(tag -> because.add(new Protection(snapshot.guid(), Protection.Reason.HELD, tag)));
        snapshot.clones()
                .forEach(clone -> because.add(new Protection(snapshot.guid(), Protection.Reason.CLONE_ORIGIN, clone)));
        return because;
    }
}
