package org.openfoodfacts.brigade.contracts.snapshots;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * Which snapshots of one dataset are due, equal to sanoid 2.1.0 ({@code take_snapshots}, whose arithmetic in seconds is kept where the
 * calendar says otherwise; docs/adr/0110). A kind is due when its newest snapshot, by creation, is older than the last moment at which one
 * was to be taken. Days that a month does not have are its last, where sanoid dies.
 */
public final class SnapshotSchedule {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH:mm:ss");
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;
    private static final long MONTH = 31 * DAY;
    /** What sanoid goes back by when this year's moment is still to come: 31 times a year. */
    private static final long THIRTY_ONE_YEARS = 31 * 8766 * HOUR;

    private final SnapshotPolicy policy;
    private final WallClock clock;
    private final LocalDate today;
    private final boolean summerEnded;

    private SnapshotSchedule(SnapshotPolicy policy, Instant now, ZoneId zone) {
        this.policy = policy;
        this.clock = new WallClock(now, zone);
        this.today = clock.reading().toLocalDate();
        this.summerEnded = clock.summerEndedToday();
    }

    /** In the order in which they are to be taken; {@code newest} as {@link #newest} gives it, {@code zone} is the machine's. */
    public static List<DueSnapshot> due(
            SnapshotPolicy policy, Map<SnapshotKind, Instant> newest, Instant now, ZoneId zone) {
        return policy.takes() ? new SnapshotSchedule(policy, now, zone).due(newest) : List.of();
    }

    /** The latest creation of each kind; a snapshot of the future keeps its kind from being due until then. */
    public static Map<SnapshotKind, Instant> newest(Collection<Snapshot> snapshots) {
        Map<SnapshotKind, Instant> newest = new EnumMap<>(SnapshotKind.class);
        for (Snapshot snapshot : snapshots) {
            SnapshotKind.of(snapshot.name())
                    .ifPresent(kind -> newest.merge(kind, snapshot.creation(), (a, b) -> a.isAfter(b) ? a : b));
        }
        return newest;
    }

    private List<DueSnapshot> due(Map<SnapshotKind, Instant> newest) {
        List<SnapshotKind> kinds = new ArrayList<>();
        for (SnapshotKind kind : SnapshotKind.values()) {
            Instant last = newest.get(kind);
            if (policy.count(kind) > 0 && (last == null || last.getEpochSecond() < lastMoment(kind))) {
                kinds.add(kind);
            }
        }
        String stamp = "autosnap_" + STAMP.format(clock.reading());
        boolean twice = summerEnded && !kinds.isEmpty() && kinds.getFirst() == SnapshotKind.HOURLY;
        return kinds.stream().map(kind -> snapshot(kind, stamp, twice)).toList();
    }

    /** sanoid thinks of the other name only when no longer kind is due with the hourly one. */
    private static DueSnapshot snapshot(SnapshotKind kind, String stamp, boolean twice) {
        String name = stamp + "_" + kind.word();
        return new DueSnapshot(kind, twice ? List.of(name, stamp + "dst_" + kind.word()) : List.of(name));
    }

    /** The last second at which a snapshot of the kind was to be taken; in the future only through sanoid's own slips. */
    private long lastMoment(SnapshotKind kind) {
        return switch (kind) {
            case FREQUENTLY -> frequently();
            case HOURLY -> hourly();
            case DAILY -> daily();
            case WEEKLY -> weekly();
            case MONTHLY -> monthly();
            case YEARLY -> yearly();
        };
    }

    private long frequently() {
        int minutes = policy.times().frequentMinutes();
        int minute = clock.reading().getMinute() / minutes * minutes;
        return past(clock.second(thisHourAt(minute)), minutes * 60L);
    }

    private long hourly() {
        long moment = clock.second(thisHourAt(policy.times().hourlyMinute()));
        return past(summerEnded ? moment + HOUR : moment, HOUR);
    }

    private long daily() {
        long moment = clock.second(today.atTime(policy.times().daily()));
        if (summerEnded) {
            moment += HOUR;
        }
        if (clock.isSummer(clock.now()) && !clock.isSummer(moment)) {
            moment -= HOUR;
        }
        return past(moment, summerEnded ? DAY + 2 * HOUR : DAY);
    }

    private long weekly() {
        SnapshotPolicy.Weekly weekly = policy.times().weekly();
        int ahead = weekly.day().getValue() - today.getDayOfWeek().getValue();
        long moment = clock.second(today.atTime(weekly.at())) + Math.floorMod(ahead, 7) * DAY;
        return past(moment, 7 * DAY);
    }

    private long monthly() {
        SnapshotPolicy.Monthly monthly = policy.times().monthly();
        YearMonth month = YearMonth.from(today);
        LocalDate day = month.atDay(Math.min(monthly.day(), month.lengthOfMonth()));
        return past(clock.second(day.atTime(monthly.at())), MONTH);
    }

    private long yearly() {
        SnapshotPolicy.Yearly yearly = policy.times().yearly();
        LocalDate day = yearly.day().atYear(today.getYear());
        return past(clock.second(day.atTime(yearly.at())), THIRTY_ONE_YEARS);
    }

    /** The moment, or the one before when it is still to come. */
    private long past(long moment, long period) {
        return moment > clock.now() ? moment - period : moment;
    }

    private LocalDateTime thisHourAt(int minute) {
        return today.atTime(LocalTime.of(clock.reading().getHour(), minute));
    }
}
