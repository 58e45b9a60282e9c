package org.openfoodfacts.brigade.zfssync.domain;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan.Cost;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Relative;

/**
 * Decides how a copy that cannot go on may go on again. Where that can be had without destroying anything, it is: a copy that has nothing in
 * common with its source is set aside under another name, not destroyed.
 */
public final class RepairPlanner {
    private final Sight sight;
    private final Finding finding;
    private final LocalDate today;
    private final Pair.Key pair;

    private RepairPlanner(Sight sight, Finding finding, LocalDate today) {
        this.sight = sight;
        this.finding = finding;
        this.today = today;
        this.pair = sight.pair().key();
    }

    /** Empty when nothing is to be repaired. {@code today} becomes part of the name of what is set aside. */
    public static Optional<RepairPlan> plan(Sight sight, LocalDate today) {
        ReplicationPlan next = ReplicationPlanner.plan(sight.source(), sight.target());
        return Diagnosis.of(sight, next).map(finding -> new RepairPlanner(sight, finding, today).plan(next));
    }

    private RepairPlan plan(ReplicationPlan next) {
        return switch (finding.kind()) {
            case DIVERGED, TARGET_WRITTEN -> rollBack((Blocked) next);
            case NAME_TAKEN -> destroyNamesakes((Blocked) next);
            case NO_COMMON_SNAPSHOT, SOURCE_REPLACED, TARGET_IN_THE_WAY, ENCRYPTION_MISMATCH, CLONE_IN_THE_WAY ->
                setAside();
            case COPY_GONE -> enoughRoom(List.of(), wholeSource());
            case COPY_RENAMED -> renameBack(Objects.requireNonNull(sight.nearest()));
            case SOURCE_RENAMED ->
                byHand("name it so in " + declared()
                        + "; once that is imported, the copy can be renamed to match, and nothing is sent anew");
            case SOURCE_MISSING ->
                byHand("bring the source back, or take the line out of " + declared() + "; the copy stays as it is");
            case NO_SPACE ->
                byHand("make room in the pool of " + pair.target() + lacking() + "; then it goes on by itself");
            case UNREACHABLE ->
                byHand("see why " + pair.node() + " cannot reach " + pair.sourceNode()
                        + " by ssh; it is tried again by itself");
            case RESUME_TOKEN_DEAD ->
                byHand("see why what came of the cut stream cannot be forgotten: zfs receive -A " + pair.target());
            case NOT_TOLD ->
                byHand(
                        "see what the log of that machine's agent says: more than some 10,000 snapshots of one dataset are too many"
                                + " for it to tell; once they are told, the copy goes on by itself");
            case PULL_FAILED ->
                byHand(
                        sight.isPoolAway()
                                ? "see to the pool of " + pair.target()
                                        + " (zpool status); when it is back, its copies go on"
                                : "see what it says; it is tried again by itself, or with brigade zfs sync");
            case HOLD_REFUSED ->
                byHand("let the user that pulls hold and release: zfs allow USER hold,release " + pair.source() + " on "
                        + pair.sourceNode() + "; the next pull tells whether it may");
        };
    }

    private RepairPlan byHand(String obstacle) {
        return new RepairPlan(pair, finding, List.of(), Cost.NONE, List.of(), obstacle);
    }

    private String declared() {
        return sight.pair().origin().file() + ":" + sight.pair().origin().line();
    }

    private String lacking() {
        Room room = sight.room();
        return room == null ? "" : ", which has " + room.freeBytes() + " bytes free";
    }

    private RepairPlan rollBack(Blocked blocked) {
        List<Snapshot> beyond = Diagnosis.beyond(sight.target(), blocked);
        long lost = beyond.stream().mapToLong(RepairPlanner::writtenOrSomething).sum()
                + sight.target().writtenBytes();
        SnapshotRef to = atTarget(blocked.lastCommon());
        Deed deed = new Deed.RollBack(
                pair.target(), to, beyond.stream().map(RepairPlanner::ref).toList(), lost);
        Cost cost = new Cost(lost, beyond.size(), writtenSince(blocked.lastCommon()), false);
        return new RepairPlan(pair, finding, List.of(deed), cost, neededOf(beyond), held(beyond));
    }

    private List<String> neededOf(List<Snapshot> gone) {
        return sight.around().needs().stream()
                .flatMap(need -> need.isHurtBy(sight.target().snapshots(), gone).stream())
                .sorted()
                .toList();
    }

    /** What is not known to be nothing counts as something. */
    private static long writtenOrSomething(Snapshot snapshot) {
        return snapshot.writtenBytes() == null ? Math.max(1, snapshot.usedBytes()) : snapshot.writtenBytes();
    }

    /** The last common snapshot under the name that the target has for it. */
    private SnapshotRef atTarget(SnapshotRef common) {
        return sight.target().snapshots().stream()
                .filter(snapshot -> snapshot.guid().equals(common.guid()))
                .map(RepairPlanner::ref)
                .findFirst()
                .orElse(common);
    }

    /** The policies' own hold is taken off what is destroyed. */
    private static String held(List<Snapshot> snapshots) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.holds().stream().anyMatch(tag -> !tag.equals(SnapshotPolicy.HOLD_TAG)))
                .map(snapshot -> "@" + snapshot.name() + " is held (" + String.join(", ", snapshot.holds())
                        + "): see who needs it, then zfs release")
                .findFirst()
                .orElse(null);
    }

    private RepairPlan destroyNamesakes(Blocked blocked) {
        List<String> names = blocked.inTheWay().stream().map(SnapshotRef::name).toList();
        List<Snapshot> namesakes = sight.target().snapshots().stream()
                .filter(snapshot -> names.contains(snapshot.name()))
                .toList();
        long lost = namesakes.stream().mapToLong(Snapshot::usedBytes).sum();
        Deed deed = new Deed.Destroy(
                pair.target(), namesakes.stream().map(RepairPlanner::ref).toList());
        String obstacle = Stream.of(held(namesakes), cloned(namesakes))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new RepairPlan(
                pair,
                finding,
                List.of(deed),
                new Cost(lost, namesakes.size(), writtenSince(blocked.lastCommon()), false),
                neededOf(namesakes),
                obstacle);
    }

    private static String cloned(List<Snapshot> snapshots) {
        return snapshots.stream()
                .filter(snapshot -> !snapshot.clones().isEmpty())
                .map(snapshot -> "@" + snapshot.name() + " has clones: " + String.join(", ", snapshot.clones()))
                .findFirst()
                .orElse(null);
    }

    private RepairPlan setAside() {
        if (ReplicationPlanner.plan(sight.source(), DatasetState.MISSING) instanceof Blocked) {
            return byHand("the source has no snapshot yet that could be sent in its place");
        }
        return enoughRoom(
                List.of(new Deed.Rename(pair.target(), sight.around().targetGuid(), aside(), List.of())),
                wholeSource());
    }

    private String aside() {
        String first = pair.target() + Sight.ASIDE + today;
        String name = first;
        for (int number = 2; sight.around().aside().contains(name); number++) {
            name = first + "-" + number;
        }
        return name;
    }

    private RepairPlan renameBack(Relative now) {
        return new RepairPlan(
                pair,
                finding,
                List.of(new Deed.Rename(now.dataset(), now.guid(), pair.target(), now.below())),
                new Cost(0, 0, null, false),
                List.of(),
                null);
    }

    /** What comes whole needs its room beside what is there. */
    private RepairPlan enoughRoom(List<Deed> deeds, Long bytes) {
        Room room = sight.room();
        String obstacle = null;
        if (bytes != null && room != null && bytes > room.untilFullBytes()) {
            obstacle = "all of it is " + bytes + " bytes and the pool of " + pair.target() + " may take "
                    + Math.max(0, room.untilFullBytes()) + " more before it counts as full: make room first";
        } else if (!deeds.isEmpty() && !sight.around().below().isEmpty()) {
            obstacle = "what lies below would go along and be sent anew too ("
                    + String.join(", ", sight.around().below()) + "): move it by hand";
        }
        return new RepairPlan(pair, finding, deeds, new Cost(0, 0, bytes, true), List.of(), obstacle);
    }

    private Long wholeSource() {
        return sum(sight.source().snapshots());
    }

    private Long writtenSince(SnapshotRef common) {
        long since = sight.source().snapshots().stream()
                .filter(snapshot -> snapshot.guid().equals(common.guid()))
                .mapToLong(Snapshot::createTxg)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return sum(sight.source().snapshots().stream()
                .filter(snapshot -> snapshot.createTxg() > since)
                .toList());
    }

    private static Long sum(List<Snapshot> snapshots) {
        long sum = 0;
        for (Snapshot snapshot : snapshots) {
            if (snapshot.writtenBytes() == null) {
                return null;
            }
            sum += snapshot.writtenBytes();
        }
        return sum;
    }

    private static SnapshotRef ref(Snapshot snapshot) {
        return new SnapshotRef(snapshot.name(), snapshot.guid());
    }
}
