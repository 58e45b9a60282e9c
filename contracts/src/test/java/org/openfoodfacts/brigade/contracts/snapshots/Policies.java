package org.openfoodfacts.brigade.contracts.snapshots;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

/** Policies for tests; the times are sanoid's defaults. */
final class Policies {
    static final Times TIMES = new Times(
            15,
            0,
            LocalTime.of(23, 59),
            new Weekly(DayOfWeek.MONDAY, LocalTime.of(23, 30)),
            new Monthly(1, LocalTime.MIDNIGHT),
            new Yearly(MonthDay.of(1, 1), LocalTime.MIDNIGHT));

    private Policies() {}

    static SnapshotPolicy keeping(Counts counts) {
        return at(TIMES, counts);
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
