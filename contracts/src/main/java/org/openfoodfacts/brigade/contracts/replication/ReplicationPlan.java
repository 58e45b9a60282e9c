package org.openfoodfacts.brigade.contracts.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;

/**
 * The one next step that brings a target nearer to its source, or why there is none. Names are those of the source; no step needs a rollback.
 * After each step one plans again, until {@link InSync} or {@link Blocked}.
 */
public sealed interface ReplicationPlan {
    int MOST_NAMES = 5;

    /** The target has everything that is to travel; {@code at} is the newest snapshot of both. */
    record InSync(SnapshotRef at) implements ReplicationPlan {}

    /** What is sent and received in one go. */
    sealed interface Step extends ReplicationPlan permits Full, Incremental, Resume {}

    /** The target is not there yet: it begins with the oldest snapshot, so that all others can follow. */
    record Full(SnapshotRef to) implements Step {}

    /** {@code intermediates}, oldest first, come to the target too; there are none when {@code from} is a bookmark. */
    record Incremental(Base from, SnapshotRef to, List<SnapshotRef> intermediates) implements Step {
        public Incremental {
            intermediates = List.copyOf(intermediates);
        }
    }

    /**
     * A cut receive goes on. {@code needed} are the source's snapshots that the token may be about: only ZFS can tell which one, and only when
     * it is tried whether the token still serves. {@code lastCommon} is null when the first stream of all was cut.
     */
    record Resume(String token, SnapshotRef lastCommon, List<SnapshotRef> needed) implements Step {
        public Resume {
            needed = List.copyOf(needed);
        }
    }

    /** {@code inTheWay} are the snapshots that the reason is about; {@code lastCommon} is null where there is none. */
    record Blocked(Reason reason, SnapshotRef lastCommon, List<SnapshotRef> inTheWay) implements ReplicationPlan {
        public Blocked {
            inTheWay = List.copyOf(inTheWay);
        }

        /** In one line, for people. */
        public String words() {
            String why = switch (reason) {
                case SOURCE_MISSING -> "there is no such dataset at the source";
                case NO_SOURCE_SNAPSHOT -> "the source has no snapshot to send";
                case NO_COMMON_SNAPSHOT -> "no snapshot of the target is one of the source's";
                case DIVERGED -> "the target has newer snapshots of its own: " + names();
                case TARGET_WRITTEN -> "the target was written to since its newest snapshot";
                case ENCRYPTION_MISMATCH -> "the source is encrypted and the target is not";
                case TARGET_IN_THE_WAY -> "the target exists and was not made by a receive";
                case NAME_TAKEN -> "the target has other snapshots named " + names();
            };
            return lastCommon == null ? why : why + ", last common snapshot @" + lastCommon.name();
        }

        private String names() {
            return inTheWay.stream()
                            .limit(MOST_NAMES)
                            .map(snapshot -> "@" + snapshot.name())
                            .collect(Collectors.joining(", "))
                    + (inTheWay.size() > MOST_NAMES ? ", …" : "");
        }
    }

    /** What both ends have and the next step begins at: a snapshot of the source, or the bookmark of one. */
    record Base(SnapshotRef point, boolean bookmark) {
        /** As zfs takes it: {@code dataset@name} or {@code dataset#name}. */
        public String of(String dataset) {
            return dataset + (bookmark ? "#" : "@") + point.name();
        }
    }

    enum Reason {
        SOURCE_MISSING,
        /** The source has no snapshot of a kind that travels. */
        NO_SOURCE_SNAPSHOT,
        NO_COMMON_SNAPSHOT,
        /** The target has snapshots newer than the last common one, which the source has not. */
        DIVERGED,
        /** Somebody wrote to the target since its newest snapshot. */
        TARGET_WRITTEN,
        /** One end is encrypted where the other's data has always come in clear. */
        ENCRYPTION_MISMATCH,
        /** The target exists, has no snapshots, and no receive was begun there: somebody made it. */
        TARGET_IN_THE_WAY,
        /** The target has another snapshot under the name of each one that is left to travel. */
        NAME_TAKEN
    }

    /** What retention must leave alone at the source and, for the last common one, at the target. {@code by} is the pair. */
    default List<Protection> protections(String by) {
        return switch (this) {
            case InSync inSync -> List.of(lastCommon(inSync.at(), by));
            case Full full -> List.of(inTransfer(full.to(), by));
            case Incremental step -> {
                List<Protection> all =
                        new ArrayList<>(List.of(lastCommon(step.from().point(), by)));
                step.intermediates().forEach(snapshot -> all.add(inTransfer(snapshot, by)));
                all.add(inTransfer(step.to(), by));
                yield all;
            }
            case Resume resume -> {
                List<Protection> all = new ArrayList<>();
                if (resume.lastCommon() != null) {
                    all.add(lastCommon(resume.lastCommon(), by));
                }
                resume.needed().forEach(snapshot -> all.add(inTransfer(snapshot, by)));
                yield all;
            }
            case Blocked blocked ->
                blocked.lastCommon() == null ? List.of() : List.of(lastCommon(blocked.lastCommon(), by));
        };
    }

    private static Protection lastCommon(SnapshotRef snapshot, String by) {
        return new Protection(snapshot.guid(), Protection.Reason.LAST_COMMON, by);
    }

    private static Protection inTransfer(SnapshotRef snapshot, String by) {
        return new Protection(snapshot.guid(), Protection.Reason.IN_TRANSFER, by);
    }
}
