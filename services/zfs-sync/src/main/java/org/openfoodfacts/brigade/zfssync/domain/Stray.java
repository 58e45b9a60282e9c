package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.replication.ShellLine;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotOwner;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * Something that nobody will take away: no policy, no tool that still knows of it, no end that somebody set. {@code costBytes} is what its end
 * would give back at least; several snapshots of one dataset together may give more. {@code snapshot} is null for a dataset.
 */
public record Stray(
        String node, String dataset, String snapshot, Kind kind, Instant since, long costBytes, String remedy) {
    /** A backup or a replication that runs is over by then. */
    static final Duration OF_A_TOOL_AFTER = Duration.ofDays(7);

    /** Brigade, which destroys what has an end, tries again each hour at least. */
    public static final Duration EXPIRED_AFTER = Duration.ofDays(1);

    public enum Kind {
        /** Taken by hand or by something nobody knows, without an end. */
        UNKNOWN_SNAPSHOT,
        /** syncoid or Proxmox took it, and replaces or removes its own within days. */
        LEFT_BY_TOOL,
        /** It should have ended long ago, and Brigade could not destroy it. */
        EXPIRED,
        /** Held for a copy or a policy that no file declares any more. */
        HELD_FOR_NOBODY,
        /** A repair put it out of the way. */
        SET_ASIDE
    }

    /** A snapshot as the facts have it; {@code ends} is the end that somebody set, null without one. */
    public record Seen(
            String node,
            String dataset,
            String name,
            String guid,
            Instant creation,
            long usedBytes,
            List<String> holds,
            List<String> clones,
            Instant ends) {
        public Seen {
            holds = List.copyOf(holds);
            clones = List.copyOf(clones);
        }

        /** What ends it, or what has to be done before zfs would. */
        private String end() {
            if (!clones.isEmpty()) {
                return "# its clones come first: " + String.join(", ", clones);
            }
            return holds.isEmpty() ? "zfs destroy " + fullName() : release(holds.getFirst());
        }

        /** What people call their holds is theirs, so most of it is quoted. */
        private String release(String tag) {
            String word = tag.matches("[\\w:.-]+") ? tag : ShellLine.of(List.of(tag));
            return "zfs release " + word + " " + fullName();
        }

        private String fullName() {
            return "'" + dataset + "@" + name + "'";
        }
    }

    /** What a declared copy holds its last common snapshot with, or a policy what it keeps. */
    public record Hold(String node, String dataset, String tag) {
        public static Hold of(Pair.Key pair) {
            return new Hold(pair.sourceNode(), pair.source(), pair.holdTag());
        }

        /** Empty where the policy holds nothing, or nobody is to follow it. One that cannot be followed now is still meant. */
        public static Optional<Hold> of(DatasetPolicy policy) {
            boolean holds = policy.policy() == null || !policy.policy().holds().isEmpty();
            return Optional.of(new Hold(policy.place().node(), policy.place().dataset(), SnapshotPolicy.HOLD_TAG))
                    .filter(_ -> policy.mode() == DatasetPolicy.Mode.MANAGE && holds);
        }
    }

    /**
     * @param declared the holds of all declared copies and followed policies; with none at all no fleet may be known yet, and nothing is said of holds
     * @param commons what a stalled copy goes on from is nobody's stray, however old and whoever took it; nor is what Brigade still holds for one
     */
    public static Optional<Stray> of(Seen seen, Set<Hold> declared, LastCommons commons, Instant now) {
        List<String> own = seen.holds().stream()
                .filter(tag -> tag.startsWith(SnapshotPolicy.TAG_PREFIX))
                .toList();
        Optional<String> hold = own.stream()
                .filter(tag -> !declared.isEmpty() && !declared.contains(new Hold(seen.node(), seen.dataset(), tag)))
                .findFirst();
        if (hold.isPresent()) {
            return Optional.of(of(seen, Kind.HELD_FOR_NOBODY, seen.release(hold.get())));
        }
        return !own.isEmpty() || commons.has(seen)
                ? Optional.empty()
                : kind(seen, now).map(kind -> of(seen, kind, seen.end()));
    }

    private static Optional<Kind> kind(Seen seen, Instant now) {
        if (seen.ends() != null) {
            return unlessAfter(seen.ends().plus(EXPIRED_AFTER), now, Kind.EXPIRED);
        }
        return switch (SnapshotOwner.of(seen.name())) {
            case SANOID, BRIGADE -> Optional.empty();
            case SYNCOID, PROXMOX -> unlessAfter(seen.creation().plus(OF_A_TOOL_AFTER), now, Kind.LEFT_BY_TOOL);
            case UNKNOWN -> Optional.of(Kind.UNKNOWN_SNAPSHOT);
        };
    }

    private static Optional<Kind> unlessAfter(Instant from, Instant now, Kind kind) {
        return from.isBefore(now) ? Optional.of(kind) : Optional.empty();
    }

    private static Stray of(Seen seen, Kind kind, String remedy) {
        return new Stray(seen.node(), seen.dataset(), seen.name(), kind, seen.creation(), seen.usedBytes(), remedy);
    }

    /** Empty when the dataset is not one that was set aside. What lies below it is a part of it. */
    public static Optional<Stray> ofDataset(String node, String dataset, long usedBytes) {
        int aside = dataset.lastIndexOf(Sight.ASIDE);
        return aside < 0 || dataset.indexOf('/', aside) >= 0
                ? Optional.empty()
                : Optional.of(new Stray(
                        node, dataset, null, Kind.SET_ASIDE, null, usedBytes, "zfs destroy -r '" + dataset + "'"));
    }
}
