package org.openfoodfacts.brigade.suite.sanoid;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

/** Makes cases from a seed: policies, histories that end where something is decided, clocks that jump and cross the change of summer time. */
final class Histories {
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Paris"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Europe/London"),
            ZoneId.of("Europe/Dublin"),
            ZoneId.of("UTC"),
            ZoneId.of("Asia/Kolkata"));
    private static final List<String> FOREIGN = List.of(
            "vzdump",
            "by-hand",
            "autosnap_2026-01-01_00:00:00_daily_keep",
            "syncoid_north_2026-01-01:00:00:00-GMT01:00",
            "autosnap_2026-01-01_00:00:00_biannually",
            "__replicate_101-0_1700000000__");
    /** Between two runs of sanoid, in seconds; what is below 0 is a clock set back. */
    private static final List<Integer> STEPS = List.of(
            900, 900, 3600, 3600, 3600, 3600, 1, 7, 3599, 7200, 84_000, 86_400, 604_800, 3_000_000, 0, -3600, -90_000);
    /** Around a moment at which something is decided. */
    private static final List<Integer> NEAR = List.of(-3600, -61, -1, 0, 1, 59, 3600, 40_000);

    private final Random random;

    Histories(long seed) {
        this.random = new Random(seed);
    }

    Case next(int number, int steps, int datasets, boolean forReal) {
        ZoneId zone = pick(ZONES);
        List<Instant> clock = clock(zone, steps);
        List<Dataset> all = new ArrayList<>();
        for (int i = 0; i < datasets; i++) {
            Dataset dataset = new Dataset("tank/d" + i, policy(zone, clock));
            history(dataset, clock.getFirst(), zone);
            all.add(dataset);
        }
        return new Case("case%04d".formatted(number), zone, clock, random.nextInt(101), forReal, all);
    }

    private List<Instant> clock(ZoneId zone, int steps) {
        Instant now = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(6 * 365 * 86_400));
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        if (change != null && random.nextInt(3) > 0) {
            now = change.getInstant().plusSeconds(pick(NEAR) - random.nextInt(4) * 3600L);
        } else if (random.nextInt(3) == 0) {
            now = now.atZone(zone)
                    .withDayOfMonth(1)
                    .toLocalDate()
                    .atStartOfDay(zone)
                    .toInstant()
                    .plusSeconds(pick(NEAR));
        }
        List<Instant> clock = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            clock.add(now);
            now = now.plusSeconds(pick(STEPS) + (random.nextInt(3) == 0 ? random.nextInt(120) : 0));
        }
        return clock;
    }

    private SnapshotPolicy policy(ZoneId zone, List<Instant> clock) {
        int monthly = clock.stream()
                .mapToInt(now -> YearMonth.from(now.atZone(zone)).lengthOfMonth())
                .min()
                .orElseThrow();
        int month = 1 + random.nextInt(12);
        int yearly = clock.stream()
                .mapToInt(now -> YearMonth.of(now.atZone(zone).getYear(), month).lengthOfMonth())
                .min()
                .orElseThrow();
        // sanoid dies of a day that the month does not have: see SanoidDifferenceST for those.
        Times times = new Times(
                pick(List.of(15, 15, 5, 45, 7, 59, 90)),
                random.nextInt(2) * random.nextInt(60),
                time(zone, clock),
                new Weekly(pick(List.of(DayOfWeek.values())), time(zone, clock)),
                new Monthly(1 + random.nextInt(monthly), time(zone, clock)),
                new Yearly(MonthDay.of(month, 1 + random.nextInt(yearly)), time(zone, clock)));
        return new SnapshotPolicy(
                random.nextInt(12) > 0,
                random.nextInt(8) == 0,
                random.nextInt(12) > 0,
                random.nextInt(6) == 0 ? random.nextInt(101) : 0,
                new Counts(count(8), count(48), count(30), count(5), count(6), count(3)),
                times);
    }

    private int count(int most) {
        return random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(most);
    }

    /** Often beside the clock of one of the runs, or in the hours in which summer time changes. */
    private LocalTime time(ZoneId zone, List<Instant> clock) {
        return switch (random.nextInt(4)) {
            case 0 -> LocalTime.of(random.nextInt(24), random.nextInt(60));
            case 1 -> LocalTime.of(random.nextInt(4), pick(List.of(0, 1, 29, 30, 45, 59)));
            default ->
                pick(clock)
                        .atZone(zone)
                        .toLocalTime()
                        .plusMinutes(random.nextInt(5) - 2L)
                        .withSecond(0)
                        .withNano(0);
        };
    }

    private void history(Dataset dataset, Instant now, ZoneId zone) {
        for (SnapshotKind kind : SnapshotKind.values()) {
            Set<Instant> creations = new HashSet<>();
            int count = dataset.policy.count(kind);
            for (int i = random.nextInt(count + 4); i > 0; i--) {
                creations.add(creation(now, dataset.policy.period(kind), count));
            }
            // Two of one kind and second would be destroyed in an order that sanoid leaves to chance.
            creations.forEach(creation -> dataset.add(name(dataset, kind, creation, zone), creation));
        }
        FOREIGN.stream()
                .filter(_ -> random.nextInt(4) == 0)
                .forEach(name -> dataset.add(name, now.minusSeconds(random.nextInt(100_000_000))));
    }

    private Instant creation(Instant now, Duration period, int count) {
        return switch (random.nextInt(8)) {
            case 0 -> now.minus(period.multipliedBy(count)).minusSeconds(random.nextInt(3) - 1L);
            case 1 -> now.minusSeconds(pick(NEAR));
            case 2 -> now.minus(period).minusSeconds(pick(NEAR));
            default -> now.minusSeconds((long) (period.toSeconds() * (count + 2) * (random.nextDouble() * 1.1 - 0.02)));
        };
    }

    /** Mostly the name that sanoid gave it; now and then one that says another time, or another way to write it. */
    private String name(Dataset dataset, SnapshotKind kind, Instant creation, ZoneId zone) {
        ZoneId told = random.nextInt(10) == 0 ? ZoneOffset.ofHours(random.nextInt(20) - 10) : zone;
        String stamp = "%1$tY-%1$tm-%1$td_%1$tH:%1$tM:%1$tS".formatted(creation.atZone(told));
        String name = (random.nextInt(30) == 0 ? "autosnap-moved_" : "autosnap_") + stamp + "_" + kind.word();
        return dataset.has(name)
                ? "autosnap_" + stamp + "dst%d_".formatted(dataset.snapshots.size()) + kind.word()
                : name;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
