package org.openfoodfacts.brigade.contracts.snapshots;

import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/** Policies for tests. */
final class Policies {
    private Policies() {}

    static SnapshotPolicy keeping(Counts counts) {
        return at(Times.USUAL, counts);
    }

    static SnapshotPolicy at(Times times, Counts counts) {
        return new SnapshotPolicy(true, false, true, 0, counts, times);
    }

    static Counts only(SnapshotKind kind, int count) {
        return new Counts(
                kind == SnapshotKind.FREQUENTLY ? count : 0,
                kind == SnapshotKind.HOURLY ? count : 0,
                kind == SnapshotKind.DAILY ? count : 0,
                kind == SnapshotKind.WEEKLY ? count : 0,
                kind == SnapshotKind.MONTHLY ? count : 0,
                kind == SnapshotKind.YEARLY ? count : 0);
    }
}
