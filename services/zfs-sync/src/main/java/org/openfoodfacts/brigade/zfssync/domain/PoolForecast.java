package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The day a pool will be as full as it may be, from the highest level of each day (UTC). Likely is the pace of the last sixteen weeks, the
 * range also spans that of the last four; of a shorter history, that of the whole. A pool that became another, or of another size, starts anew.
 */
public record PoolForecast(Outlook outlook, FillsAt fillsAt) {
    private static final int SHORTEST_SPAN = 2;
    private static final int SHORT_SPAN = 7; // a week, so that its rhythm cancels out
    private static final int LONG_SPAN = 28; // four weeks, for monthly rhythms
    private static final double FARTHEST_DAYS = 3650;

    /** How much history a forecast looks at. */
    public static final Duration MEMORY = Duration.ofDays(4L * LONG_SPAN);

    static final PoolForecast TOO_SHORT = new PoolForecast(Outlook.TOO_SHORT, null);
    static final PoolForecast STEADY = new PoolForecast(Outlook.STEADY, null);

    public enum Outlook {
        /** There are not yet eight days of history. */
        TOO_SHORT,
        /** It does not fill within ten years, at none of its paces. */
        STEADY,
        /** At one of its paces at least it does. */
        FILLS
    }

    /** To the hour, never before the newest facts; one that is null is farther away than ten years, or never. */
    public record FillsAt(Instant early, Instant likely, Instant late) {}

    /** {@code history} in any order; {@code now} is what the newest facts say. {@code full} is the share from which the pool counts as full. */
    public static PoolForecast of(List<PoolPoint> history, PoolPoint now, double full) {
        if (now.sizeBytes() > 0 && now.used() >= full) {
            Instant at = hour(now.at());
            return new PoolForecast(Outlook.FILLS, new FillsAt(at, at, at));
        }
        double[] daily = daily(history, now);
        int span = Math.min(LONG_SPAN, daily.length / 4);
        if (span < SHORTEST_SPAN) {
            return TOO_SHORT;
        }
        FillPace steady = FillPace.over(span, daily);
        FillPace recent = FillPace.over(Math.min(SHORT_SPAN, span), daily);
        double room = full * now.sizeBytes() - now.allocatedBytes();
        FillsAt fillsAt = new FillsAt(
                day(now, room, Math.max(steady.fast(), recent.fast())),
                day(now, room, steady.middle()),
                day(now, room, Math.min(steady.slow(), recent.slow())));
        return fillsAt.early() == null ? STEADY : new PoolForecast(Outlook.FILLS, fillsAt);
    }

    /** When it is likely to be full; empty when it is not. */
    public Optional<Instant> likely() {
        return Optional.ofNullable(fillsAt).map(FillsAt::likely);
    }

    private static Instant day(PoolPoint now, double room, double pace) {
        double days = room / pace;
        return pace > 0 && days <= FARTHEST_DAYS
                ? hour(now.at().plusSeconds(Math.round(days * Duration.ofDays(1).toSeconds())))
                : null;
    }

    private static Instant hour(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    /** One level for each day of the pool as it is now, up to today's; on days that nothing is known of it grew evenly. */
    private static double[] daily(List<PoolPoint> history, PoolPoint now) {
        NavigableMap<LocalDate, Long> known = new TreeMap<>();
        List<PoolPoint> all = new ArrayList<>(sinceItIsAsNow(history, now));
        all.add(now);
        all.forEach(point ->
                known.merge(LocalDate.ofInstant(point.at(), ZoneOffset.UTC), point.allocatedBytes(), Math::max));
        LocalDate first = known.firstKey();
        double[] daily = new double[(int) ChronoUnit.DAYS.between(first, known.lastKey()) + 1];
        for (int i = 0; i < daily.length; i++) {
            daily[i] = level(known, first.plusDays(i));
        }
        return daily;
    }

    private static double level(NavigableMap<LocalDate, Long> known, LocalDate day) {
        Map.Entry<LocalDate, Long> before = known.floorEntry(day);
        Map.Entry<LocalDate, Long> after = known.ceilingEntry(day);
        long days = ChronoUnit.DAYS.between(before.getKey(), after.getKey());
        double part = days == 0 ? 0 : (double) ChronoUnit.DAYS.between(before.getKey(), day) / days;
        return before.getValue() + part * (after.getValue() - before.getValue());
    }

    private static List<PoolPoint> sinceItIsAsNow(List<PoolPoint> history, PoolPoint now) {
        Instant other = history.stream()
                .filter(point -> !point.isSamePoolAs(now))
                .map(PoolPoint::at)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        return history.stream()
                .filter(point -> point.at().isAfter(other) && !point.at().isAfter(now.at()))
                .toList();
    }
}
