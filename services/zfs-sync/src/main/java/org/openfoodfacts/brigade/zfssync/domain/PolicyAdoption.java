package org.openfoodfacts.brigade.zfssync.domain;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;
import org.openfoodfacts.brigade.confs.sanoid.SanoidKeys;
import org.openfoodfacts.brigade.confs.sanoid.SanoidValue;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

/** Reads one dataset's settings into a policy. Like sanoid it does not look at the times of a kind that is not taken. */
final class PolicyAdoption {
    private static final int MOST = 1_000_000;
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    private final Policy policy;
    private final boolean takes;
    private final List<Adoption.Objection> objections = new ArrayList<>();

    PolicyAdoption(Policy policy) {
        this.policy = policy;
        this.takes = policy.isOn("autosnap") && !policy.isOn("process_children_only");
    }

    Adoption adopt() {
        Counts counts = new Counts(
                count(SnapshotKind.FREQUENTLY),
                count(SnapshotKind.HOURLY),
                count(SnapshotKind.DAILY),
                count(SnapshotKind.WEEKLY),
                count(SnapshotKind.MONTHLY),
                count(SnapshotKind.YEARLY));
        Times times = new Times(
                number("frequent_period", 1, MOST, counts.frequently() > 0),
                number("hourly_min", 0, 59, takes && counts.hourly() > 0),
                time("daily", counts.daily()),
                new Weekly(weekday(counts.weekly()), time("weekly", counts.weekly())),
                new Monthly(
                        number("monthly_mday", 1, 31, takes && counts.monthly() > 0),
                        time("monthly", counts.monthly())),
                new Yearly(dayOfYear(counts.yearly()), time("yearly", counts.yearly())));
        SnapshotPolicy adopted =
                new SnapshotPolicy(takes, policy.takesRecursively(), policy.prunes(), pruneDefer(), counts, times);
        return objections.isEmpty() ? new Adoption.Adopted(adopted) : new Adoption.Refused(objections);
    }

    private int count(SnapshotKind kind) {
        return number(kind.word(), 0, MOST, true);
    }

    private LocalTime time(String kind, int count) {
        boolean needed = takes && count > 0;
        return LocalTime.of(number(kind + "_hour", 0, 23, needed), number(kind + "_min", 0, 59, needed));
    }

    /** 0 is Sunday; so is 7, for which sanoid takes one at each run on a Sunday before the hour. */
    private DayOfWeek weekday(int count) {
        int day = number("weekly_wday", 0, 7, takes && count > 0);
        return day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day);
    }

    private MonthDay dayOfYear(int count) {
        boolean needed = takes && count > 0;
        Month month = Month.of(number("yearly_mon", 1, 12, needed));
        return MonthDay.of(month, number("yearly_mday", 1, month.maxLength(), needed));
    }

    /** Only here sanoid wants nothing but digits, and ends the whole run when there is more. */
    private int pruneDefer() {
        Setting setting = policy.setting("prune_defer");
        if (policy.prunes() && !DIGITS.matcher(setting.value()).matches()) {
            return object(setting, "sanoid ends at once without pruning anything: it wants digits alone", 0);
        }
        return number("prune_defer", 0, 100, policy.prunes());
    }

    /** sanoid's default where it is not looked at or cannot be meant. */
    private int number(String key, int least, int most, boolean needed) {
        int fallback = (int) SanoidValue.number(SanoidKeys.VALUES.get(key));
        if (!needed) {
            return fallback;
        }
        Setting setting = policy.setting(key);
        double number = SanoidValue.number(setting.value());
        if (number != Math.rint(number)) {
            return object(setting, "it is not a whole number", fallback);
        }
        if (number < least || number > most) {
            return object(setting, "it is not between %d and %d".formatted(least, most), fallback);
        }
        return (int) number;
    }

    private int object(Setting setting, String why, int fallback) {
        objections.add(new Adoption.Objection(setting.key(), setting.value(), setting.line(), why));
        return fallback;
    }
}
