package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * At most so many bytes snapshots hold of what was written over since: as many as were written since the oldest of them. What was only deleted comes on
 * top; no fact tells how much that is before its snapshots go. {@code now}, and in steady state {@code before} and {@code after} a change of the policy: what is written, at the pace of
 * now, in the time that its oldest snapshot reaches back. Null where nothing ever goes, so that there is no end to it.
 */
public record HeldBytes(long now, Long before, Long after) {
    /**
     * Empty where no pace can be told: of fewer than two snapshots, or where an old agent does not tell what was written.
     *
     * @param snapshots all of the dataset, oldest first
     * @param before null where no policy speaks of the dataset, as {@code after}
     */
    static Optional<HeldBytes> of(List<Snapshot> snapshots, SnapshotPolicy before, SnapshotPolicy after) {
        if (snapshots.size() < 2 || snapshots.stream().skip(1).anyMatch(one -> one.writtenBytes() == null)) {
            return Optional.empty();
        }
        long written =
                snapshots.stream().skip(1).mapToLong(Snapshot::writtenBytes).sum();
        Duration span = Duration.between(
                snapshots.getFirst().creation(), snapshots.getLast().creation());
        if (!span.isPositive()) {
            return Optional.empty();
        }
        double aSecond = (double) written / span.toSeconds();
        return Optional.of(new HeldBytes(written, steady(before, aSecond), steady(after, aSecond)));
    }

    private static Long steady(SnapshotPolicy policy, double aSecond) {
        return policy == null || !policy.prunes()
                ? null
                : (Long) Math.round(aSecond * reach(policy).toSeconds());
    }

    /** The age of the oldest snapshot that the policy keeps. */
    private static Duration reach(SnapshotPolicy policy) {
        return Arrays.stream(SnapshotKind.values())
                .map(kind -> policy.period(kind).multipliedBy(policy.count(kind)))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Of both together. */
    public HeldBytes plus(HeldBytes other) {
        return new HeldBytes(now + other.now, sum(before, other.before), sum(after, other.after));
    }

    private static Long sum(Long one, Long other) {
        return one == null || other == null ? null : (Long) (one + other);
    }
}
