package org.openfoodfacts.brigade.contracts.snapshots;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * What is to be done with one dataset's snapshots, as sanoid's settings mean it. {@code recursive}: each is taken with {@code -r}, for all
 * datasets below in one moment, which then do not take their own. {@code pruneDefer}: nothing is pruned until more than so many per cent of
 * the pool are used; 0 for always. Snapshots of the kinds in {@code holds} are held by {@link #HOLD_TAG} as long as they are kept.
 */
public record SnapshotPolicy(
        boolean takes,
        boolean recursive,
        boolean prunes,
        int pruneDefer,
        @Required Counts counts,
        @Required Times times,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SnapshotKind> holds) {
    /** The policy's own hold protects from everybody else, and not from the policy. */
    public static final String HOLD_TAG = "brigade:keep";

    /** What all tags of Brigade's holds begin with. */
    public static final String TAG_PREFIX = "brigade:";

    public SnapshotPolicy(
            boolean takes, boolean recursive, boolean prunes, int pruneDefer, Counts counts, Times times) {
        this(takes, recursive, prunes, pruneDefer, counts, times, List.of());
    }

    public SnapshotPolicy {
        holds = Copies.of(holds);
        check(pruneDefer >= 0 && pruneDefer <= 100, "pruneDefer");
    }

    public int count(SnapshotKind kind) {
        return switch (kind) {
            case YEARLY -> counts.yearly;
            case MONTHLY -> counts.monthly;
            case WEEKLY -> counts.weekly;
            case DAILY -> counts.daily;
            case HOURLY -> counts.hourly;
            case FREQUENTLY -> counts.frequently;
        };
    }

    /** How long one snapshot of a kind counts; a month is 31 days, a year 365 and a quarter. */
    public Duration period(SnapshotKind kind) {
        return switch (kind) {
            case YEARLY -> Duration.ofHours(8766);
            case MONTHLY -> Duration.ofDays(31);
            case WEEKLY -> Duration.ofDays(7);
            case DAILY -> Duration.ofDays(1);
            case HOURLY -> Duration.ofHours(1);
            case FREQUENTLY -> Duration.ofMinutes(times.frequentMinutes);
        };
    }

    /** How many of each kind stay, however old; and for how many periods each stays, however many there are. 0: none is taken, all go. */
    public record Counts(int frequently, int hourly, int daily, int weekly, int monthly, int yearly) {
        public Counts {
            check(Math.min(Math.min(frequently, hourly), daily) >= 0, "counts");
            check(Math.min(Math.min(weekly, monthly), yearly) >= 0, "counts");
        }
    }

    /** When each kind is due, by the machine's wall clock. {@code frequentMinutes} cuts the hour from its beginning; {@code hourlyMinute} is in it. */
    public record Times(
            int frequentMinutes,
            int hourlyMinute,
            @Required LocalTime daily,
            @Required Weekly weekly,
            @Required Monthly monthly,
            @Required Yearly yearly) {
        /** Sanoid's own defaults. */
        public static final Times USUAL = new Times(
                15,
                0,
                LocalTime.of(23, 59),
                new Weekly(DayOfWeek.MONDAY, LocalTime.of(23, 30)),
                new Monthly(1, LocalTime.MIDNIGHT),
                new Yearly(MonthDay.of(1, 1), LocalTime.MIDNIGHT));

        public Times {
            check(frequentMinutes > 0, "frequentMinutes");
            check(hourlyMinute >= 0 && hourlyMinute < 60, "hourlyMinute");
        }
    }

    public record Weekly(@Required DayOfWeek day, @Required LocalTime at) {}

    /** {@code day} 29 to 31: the month's last day where it has no such day. */
    public record Monthly(int day, @Required LocalTime at) {
        public Monthly {
            check(day >= 1 && day <= 31, "monthly.day");
        }
    }

    /** The 29th of February is the 28th in other years. */
    public record Yearly(@Required MonthDay day, @Required LocalTime at) {}

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is out of range");
        }
    }

    /** Whether it is what the agent of a copy holds snapshots of the source with. */
    public static boolean isTagOfPair(String tag) {
        return tag.startsWith(TAG_PREFIX) && !tag.equals(HOLD_TAG);
    }
}
