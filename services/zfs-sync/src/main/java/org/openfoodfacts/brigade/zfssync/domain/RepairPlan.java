package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotOwner;

/**
 * What would mend a finding: the deeds, one after the other, and then the copy is brought up to date. {@code obstacle} says why Brigade cannot,
 * and what a person has to do first; null when it can. {@code needed} says, one line for each, which other copies go on from what is destroyed.
 */
public record RepairPlan(
        Pair.Key pair, Finding finding, List<Deed> deeds, Cost cost, List<String> needed, String obstacle) {
    public RepairPlan {
        deeds = List.copyOf(deeds);
        needed = List.copyOf(needed);
    }

    /**
     * {@code lostBytes} and {@code destroyed} (snapshots) are what the copy has and the source has not; {@code sentBytes} is what comes anew
     * afterwards, null when an agent is too old to tell; {@code whole} when it is everything.
     */
    public record Cost(long lostBytes, int destroyed, Long sentBytes, boolean whole) {
        public static final Cost NONE = new Cost(0, 0, 0L, false);
    }

    /** Whether it keeps back whoever brings the copy: syncoid rolls back by force what has diverged, as long as no clone hangs on it. */
    public boolean isFor(Pair pair) {
        boolean overcome = finding.kind() == Finding.Kind.DIVERGED || finding.kind() == Finding.Kind.TARGET_WRITTEN;
        return !(overcome && pair.forced());
    }

    public boolean isPossible() {
        return obstacle == null;
    }

    public Stream<Deed.Rename> renames() {
        return deeds.stream().filter(Deed.Rename.class::isInstance).map(Deed.Rename.class::cast);
    }

    /** What is in its way already is told first. */
    RepairPlan hinderedBy(String why) {
        return isPossible() ? new RepairPlan(pair, finding, deeds, cost, needed, why) : this;
    }

    /** Nothing that was ever written goes, and no other copy's way on: what is destroyed holds nothing of its own, and nobody goes on from it. */
    public boolean losesNothing() {
        return cost.lostBytes() == 0 && needed.isEmpty() && deeds.stream().noneMatch(Deed.Destroy.class::isInstance);
    }

    /**
     * Whether it needs nobody's approval: nothing is lost, nothing is sent anew, no name changes, and what is destroyed was taken by sanoid or
     * syncoid. A snapshot that a person took, or a backup that runs, is not for Brigade to destroy, empty or not.
     */
    public boolean goesByItself() {
        return isPossible()
                && losesNothing()
                && !deeds.isEmpty()
                && deeds.stream().allMatch(RepairPlan::isHarmless);
    }

    private static boolean isHarmless(Deed deed) {
        return deed instanceof Deed.RollBack back
                && back.beyond().stream()
                        .map(snapshot -> SnapshotOwner.of(snapshot.name()))
                        .allMatch(owner -> owner == SnapshotOwner.SANOID || owner == SnapshotOwner.SYNCOID);
    }

    /** Names this plan: who approves it approves these deeds and no others, and to lose about as much. */
    public String digest() {
        String all = deeds.stream().map(Deed::identity).collect(Collectors.joining("\n"));
        String others = needed.isEmpty() ? "" : "\n" + String.join("\n", needed);
        return Fingerprint.of(pair + "\n" + all + "\n" + cost.whole() + others, 8);
    }
}
