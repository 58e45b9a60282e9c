package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * What a changed policy would do to one dataset: {@code destroyed} at its first run, of these {@code onlyByChange} what stays under the policy
 * of today, and how many of each kind it comes to hold. What the destroyed ones free only ZFS can tell, of all of them together.
 */
public record PolicySimulation(RetentionPlan destroyed, List<SnapshotRef> onlyByChange, Map<SnapshotKind, Held> held) {
    private static final int MINUTES = 60;

    public PolicySimulation {
        onlyByChange = List.copyOf(onlyByChange);
        held = Map.copyOf(held);
    }

    /** The dataset as it is; {@code usedPercent} of its pool; {@code keepsAll} where nothing is destroyed for now, whatever its policy. */
    public record State(List<Snapshot> snapshots, List<Protection> protections, int usedPercent, boolean keepsAll) {
        public State {
            snapshots = List.copyOf(snapshots);
            protections = List.copyOf(protections);
        }
    }

    /** Of one kind: there are now, and once everything older has gone; give or take one; null when nothing ever goes. */
    public record Held(int now, Integer before, Integer after) {}

    /** {@code before} and {@code after} are null where sanoid.conf does not speak of the dataset, so that nothing is taken or goes. */
    public static PolicySimulation of(State state, SnapshotPolicy before, SnapshotPolicy after, Instant now) {
        RetentionPlan destroyed = plan(state, after, now);
        Set<SnapshotRef> anyway = new HashSet<>(plan(state, before, now).destroy());
        List<SnapshotRef> onlyByChange =
                destroyed.destroy().stream().filter(s -> !anyway.contains(s)).toList();
        return new PolicySimulation(destroyed, onlyByChange, held(state, before, after));
    }

    private static RetentionPlan plan(State state, SnapshotPolicy policy, Instant now) {
        return policy == null || state.keepsAll
                ? RetentionPlan.NOTHING
                : Retention.plan(policy, state.snapshots, state.protections, state.usedPercent, now);
    }

    private static Map<SnapshotKind, Held> held(State state, SnapshotPolicy before, SnapshotPolicy after) {
        Map<SnapshotKind, Integer> there = new EnumMap<>(SnapshotKind.class);
        state.snapshots.forEach(s -> SnapshotKind.of(s.name()).ifPresent(kind -> there.merge(kind, 1, Integer::sum)));
        Map<SnapshotKind, Held> held = new EnumMap<>(SnapshotKind.class);
        for (SnapshotKind kind : SnapshotKind.values()) {
            held.put(kind, new Held(there.getOrDefault(kind, 0), steady(before, kind), steady(after, kind)));
        }
        return held;
    }

    /** Also where none are taken: then they arrive from elsewhere, presumably at their kind's pace. */
    private static Integer steady(SnapshotPolicy policy, SnapshotKind kind) {
        if (policy == null || !policy.prunes()) {
            return null;
        }
        return kind == SnapshotKind.FREQUENTLY ? frequent(policy) : policy.count(kind);
    }

    /** Where the period does not divide the hour more are taken than one each period: each hour begins anew. */
    private static int frequent(SnapshotPolicy policy) {
        int period = policy.times().frequentMinutes();
        int eachHour = Math.ceilDiv(MINUTES, period);
        return Math.ceilDiv(policy.count(SnapshotKind.FREQUENTLY) * period * eachHour, MINUTES);
    }
}
