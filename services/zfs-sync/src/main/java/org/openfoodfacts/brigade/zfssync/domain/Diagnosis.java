package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;
import org.openfoodfacts.brigade.zfssync.domain.Finding.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Sight.Relative;

/** Tells what keeps a copy from being brought up to date, by what both ends hold and how the last transfer failed. */
public final class Diagnosis {
    /** Reasons of a failure that the facts show as well. */
    private static final Set<String> SEEN = Stream.concat(
                    Arrays.stream(ReplicationPlan.Reason.values()).map(Enum::name),
                    Stream.of(MissingCopy.GONE, MissingCopy.RENAMED))
            .collect(Collectors.toUnmodifiableSet());

    private Diagnosis() {}

    /** Empty when the {@code next} step could be done, or none is needed. */
    public static Optional<Finding> of(Sight sight, ReplicationPlan next) {
        if (sight.pair().source().node() == null) {
            return Optional.empty();
        }
        Optional<String> untold = sight.pair().untold();
        if (untold.isPresent()) {
            return finding(Kind.NOT_TOLD, untold.get());
        }
        return switch (next) {
            case Blocked blocked -> blocked(sight, blocked);
            case Full _
            when sight.isPoolAway() ->
                finding(Kind.PULL_FAILED, MissingCopy.poolAway(sight.pair().key()));
            case Full _
            when sight.nearest() != null ->
                Optional.of(Finding.renamedCopy(sight.nearest().dataset()));
            case Full _
            when sight.hadCopy() ->
                finding(
                        Kind.COPY_GONE,
                        "the copy was there and is gone; it was destroyed, or renamed beyond recognition");
            case InSync _ -> unheld(sight);
            case Step _ -> failed(sight.lastFailure()).or(() -> unheld(sight));
        };
    }

    private static Optional<Finding> blocked(Sight sight, Blocked blocked) {
        String words = blocked.words();
        return switch (blocked.reason()) {
            case NO_SOURCE_SNAPSHOT -> Optional.empty();
            case SOURCE_MISSING -> Optional.of(missing(sight));
            case NO_COMMON_SNAPSHOT ->
                isReplaced(sight)
                        ? finding(
                                Kind.SOURCE_REPLACED,
                                "another dataset was made under the source's name: its oldest snapshot is younger than the copy's newest")
                        : finding(Kind.NO_COMMON_SNAPSHOT, words);
            case DIVERGED, TARGET_WRITTEN -> Optional.of(astray(sight.target(), blocked));
            case TARGET_IN_THE_WAY -> finding(Kind.TARGET_IN_THE_WAY, words);
            case NAME_TAKEN -> finding(Kind.NAME_TAKEN, words);
            case ENCRYPTION_MISMATCH -> finding(Kind.ENCRYPTION_MISMATCH, words);
        };
    }

    private static Finding missing(Sight sight) {
        Relative now = sight.nearest();
        return now == null
                ? new Finding(Kind.SOURCE_MISSING, "there is no such dataset at the source")
                : new Finding(Kind.SOURCE_RENAMED, "the source is called " + now.dataset() + " now");
    }

    /** Nothing of the source is as old as the newest of the copy. */
    private static boolean isReplaced(Sight sight) {
        Optional<Instant> oldest =
                sight.source().snapshots().stream().map(Snapshot::creation).min(Comparator.naturalOrder());
        Optional<Instant> newest =
                sight.target().snapshots().stream().map(Snapshot::creation).max(Comparator.naturalOrder());
        return oldest.isPresent() && newest.isPresent() && oldest.get().isAfter(newest.get());
    }

    private static Finding astray(DatasetState target, Blocked blocked) {
        List<String> clones = beyond(target, blocked).stream()
                .flatMap(snapshot -> snapshot.clones().stream())
                .toList();
        if (!clones.isEmpty()) {
            String named = clones.stream().limit(ReplicationPlan.MOST_NAMES).collect(Collectors.joining(", "));
            return new Finding(Kind.CLONE_IN_THE_WAY, blocked.words() + "; clones hang on them: " + named);
        }
        return new Finding(Kind.valueOf(blocked.reason().name()), blocked.words());
    }

    /** The target's snapshots newer than the last common one, oldest first. */
    static List<Snapshot> beyond(DatasetState target, Blocked blocked) {
        long common = blocked.lastCommon() == null
                ? Long.MAX_VALUE
                : target.snapshots().stream()
                        .filter(snapshot ->
                                snapshot.guid().equals(blocked.lastCommon().guid()))
                        .mapToLong(Snapshot::createTxg)
                        .findFirst()
                        .orElse(Long.MAX_VALUE);
        return target.snapshots().stream()
                .filter(snapshot -> snapshot.createTxg() > common)
                .sorted(Comparator.comparingLong(Snapshot::createTxg))
                .toList();
    }

    /** What was in a transfer's way is told by what is there now. */
    private static Optional<Finding> failed(TransferPhase.Failed last) {
        if (last == null || SEEN.contains(last.reason())) {
            return Optional.empty();
        }
        String words = last.detail() == null ? last.reason() : last.detail();
        return switch (last.reason()) {
            case "NO_SPACE" -> finding(Kind.NO_SPACE, words);
            case "UNREACHABLE" -> finding(Kind.UNREACHABLE, words);
            case "RESUME_TOKEN_DEAD" -> finding(Kind.RESUME_TOKEN_DEAD, words);
            default -> finding(Kind.PULL_FAILED, last.detail() == null ? words : last.reason() + ": " + words);
        };
    }

    private static Optional<Finding> unheld(Sight sight) {
        return Optional.ofNullable(sight.holdProblem())
                .flatMap(said -> finding(
                        Kind.HOLD_REFUSED,
                        "it comes, but what it needs to go on may be lost at the source, or holds pile up there: "
                                + said));
    }

    private static Optional<Finding> finding(Kind kind, String words) {
        return Optional.of(new Finding(kind, words));
    }
}
