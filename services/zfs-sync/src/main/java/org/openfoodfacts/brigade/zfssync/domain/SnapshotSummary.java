package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.Comparator;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * A dataset's snapshots in brief; {@code newest} by createtxg, null when there is none. {@code usedBytes} is the sum of what each alone
 * would give back.
 */
public record SnapshotSummary(long count, long usedBytes, String newest, Instant newestAt, Instant observedAt) {
    /** No listing came yet, or its agent has said since that it does not list them. */
    public static final SnapshotSummary NONE = new SnapshotSummary(0, 0, null, null, null);

    public static SnapshotSummary of(SnapshotsFact fact, Instant observedAt) {
        long used = fact.snapshots().stream().mapToLong(Snapshot::usedBytes).sum();
        return fact.snapshots().stream()
                .max(Comparator.comparingLong(Snapshot::createTxg))
                .map(s -> new SnapshotSummary(fact.snapshots().size(), used, s.name(), s.creation(), observedAt))
                .orElse(new SnapshotSummary(0, 0, null, null, observedAt));
    }
}
