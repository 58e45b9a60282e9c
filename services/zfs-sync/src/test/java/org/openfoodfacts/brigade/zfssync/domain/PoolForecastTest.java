package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast.FillsAt;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast.Outlook;

class PoolForecastTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final long SIZE = 1_000_000;
    private static final double FULL = 0.9;

    @Test
    void anEvenPaceGivesTheDayAtWhichItReachesTheLevel() {
        FillsAt fills = fills(pool(120, day -> 300_000 + 2_000L * day)); // now at 538,000

        Instant due = NOW.plus(Duration.ofDays(181));
        assertThat(fills).isEqualTo(new FillsAt(due, due, due));
    }

    @Test
    void oneBigReceiveAndOneDestroyedSetOfSnapshotsChangeNothing() {
        FillsAt even = fills(pool(120, day -> 300_000 + 2_000L * day));
        for (int at = 1; at < 119; at++) {
            int jump = at;
            int fall = Math.floorMod(at * 37, 118) + 1;
            assertThat(fills(pool(
                            120,
                            day -> 300_000 + 2_000L * day + (day < jump ? -200_000 : 0) + (day < fall ? 150_000 : 0))))
                    .as("received on day %d, destroyed on day %d", jump, fall)
                    .isEqualTo(even);
        }
    }

    @Test
    void whatIsPrunedEachWeekAndEachMonthIsNoGrowth() {
        assertThat(forecast(pool(120, day -> 400_000 + 10_000L * (day % 7)))).isEqualTo(PoolForecast.STEADY);

        FillsAt monthly = fills(pool(120, day -> 400_000 + 10_000L * (day % 28)));
        assertThat(monthly.likely()).isNull();
        assertThat(monthly.early()).isBefore(NOW.plus(Duration.ofDays(60)));
    }

    @Test
    void aNewPaceMovesTheEarlyDayWithinThreeWeeksAndTheLikelyOneLater() {
        IntToLongFunction faster = day -> 300_000 + 1_000L * day + 9_000L * Math.max(0, day - 100);

        FillsAt fills = fills(pool(120, faster)); // 590,000 now, and 310,000 to go

        assertThat(fills.early()).isEqualTo(NOW.plus(Duration.ofDays(31)));
        assertThat(fills.likely()).isAfter(NOW.plus(Duration.ofDays(90)));
    }

    @Test
    void aWeekIsTooShortAndEightDaysAreNot() {
        assertThat(forecast(pool(7, day -> 1_000L * day)).outlook()).isEqualTo(Outlook.TOO_SHORT);
        assertThat(forecast(pool(8, day -> 1_000L * day)).outlook()).isEqualTo(Outlook.FILLS);
        assertThat(PoolForecast.of(List.of(), pool(1, _ -> 5).getLast(), FULL)).isEqualTo(PoolForecast.TOO_SHORT);
    }

    @Test
    void whatIsFullIsFullNowHoweverShortItsHistory() {
        assertThat(fills(pool(1, _ -> 900_000))).isEqualTo(new FillsAt(NOW, NOW, NOW));
    }

    @Test
    void aResizedAndAReplacedPoolStartAnew() {
        List<PoolPoint> grown = pool(60, day -> 500_000 + 5_000L * day);
        PoolPoint last = grown.getLast();
        PoolPoint resized = new PoolPoint(last.at(), last.guid(), 2 * SIZE, last.allocatedBytes());
        PoolPoint replaced = new PoolPoint(last.at(), "8", SIZE, last.allocatedBytes());

        assertThat(PoolForecast.of(grown, resized, FULL)).isEqualTo(PoolForecast.TOO_SHORT);
        assertThat(PoolForecast.of(grown, replaced, FULL)).isEqualTo(PoolForecast.TOO_SHORT);
    }

    @Test
    void aFaultedPoolThatSaysNoSizeHasNoForecast() {
        PoolPoint faulted = new PoolPoint(NOW, "7", 0, 0);

        assertThat(PoolForecast.of(pool(60, day -> 5_000L * day), faulted, FULL))
                .isEqualTo(PoolForecast.TOO_SHORT);
    }

    @Property
    void aConstantPoolNeverFills(
            @ForAll @LongRange(max = 899_999) long level, @ForAll @IntRange(min = 8, max = 150) int days) {
        assertThat(forecast(pool(days, _ -> level))).isEqualTo(PoolForecast.STEADY);
    }

    @Property
    void whatGrowsFasterFillsNoLater(
            @ForAll @Size(min = 8, max = 130) List<@LongRange(max = 400_000) Long> levels,
            @ForAll @IntRange(min = 1, max = 3_000) int more) {
        PoolForecast slow = forecast(pool(levels.size(), levels::get));
        PoolForecast fast = forecast(pool(levels.size(), day -> levels.get(day) + (long) more * day));

        assertNoLater(fast, slow, FillsAt::early);
        assertNoLater(fast, slow, FillsAt::likely);
        assertNoLater(fast, slow, FillsAt::late);
    }

    @Property
    void theRangeIsInOrderAndNotBeforeNow(@ForAll @Size(max = 130) List<@LongRange(max = 1_000_000) Long> levels) {
        List<Long> all = levels.isEmpty() ? List.of(5L) : levels;
        FillsAt fills = forecast(pool(all.size(), all::get)).fillsAt();
        if (fills != null) {
            Instant likely = fills.likely() == null ? Instant.MAX : fills.likely();
            Instant late = fills.late() == null ? Instant.MAX : fills.late();
            assertThat(List.of(NOW, fills.early(), likely, late)).isSorted();
        }
    }

    /** Growth of 2,000 a day that strays by up to 5,000: over four weeks the pace is told to within 10,000 in 28 days, whatever one day said. */
    @Property
    void oneDayThatIsQuiteOtherMovesTheLikelyDayNoMoreThanTheNoiseDoes(
            @ForAll("noise") List<Long> noise,
            @ForAll @IntRange(max = 118) int odd,
            @ForAll @LongRange(max = 1_000_000) long level) {
        IntToLongFunction even = day -> 300_000 + 2_000L * day + noise.get(day);

        FillsAt fills = fills(pool(120, day -> day == odd ? level : even.applyAsLong(day)));

        double room = FULL * SIZE - even.applyAsLong(119);
        double days = Duration.between(NOW, fills.likely()).toSeconds() / 86_400.0;
        assertThat(room / days).isCloseTo(2_000, within(10_000 / 28.0 + 1));
    }

    @Property
    void neitherTheOrderNorTheHoursOfTheHistoryMatter(
            @ForAll @Size(min = 8, max = 60) List<@LongRange(max = 800_000) Long> levels, @ForAll Random random) {
        List<PoolPoint> days = pool(levels.size(), levels::get);
        List<PoolPoint> hours = new ArrayList<>(days);
        days.forEach(day -> hours.add(new PoolPoint(
                day.at().minus(Duration.ofHours(1 + random.nextInt(10))), day.guid(), SIZE, day.allocatedBytes() / 2)));
        Collections.shuffle(hours, random);

        assertThat(PoolForecast.of(hours, days.getLast(), FULL)).isEqualTo(forecast(days));
    }

    @Property
    void daysWithoutFactsAreTakenToHaveGrownEvenly(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 1, max = 118) Integer> silent) {
        List<PoolPoint> all = pool(120, day -> 300_000 + 2_000L * day);
        List<PoolPoint> heard = IntStream.range(0, 120)
                .filter(day -> !silent.contains(day))
                .mapToObj(all::get)
                .toList();

        assertThat(forecast(heard)).isEqualTo(forecast(all));
    }

    @Provide
    Arbitrary<List<Long>> noise() {
        return Arbitraries.longs().between(-5_000, 5_000).list().ofSize(120);
    }

    private static void assertNoLater(PoolForecast fast, PoolForecast slow, Function<FillsAt, Instant> which) {
        Instant before = slow.fillsAt() == null ? null : which.apply(slow.fillsAt());
        if (before != null) {
            assertThat(which.apply(fast.fillsAt())).isBeforeOrEqualTo(before);
        }
    }

    /** One point a day at noon, the last one now; {@code level} by day from 0. */
    private static List<PoolPoint> pool(int days, IntToLongFunction level) {
        return IntStream.range(0, days)
                .mapToObj(day ->
                        new PoolPoint(NOW.minus(Duration.ofDays(days - 1L - day)), "7", SIZE, level.applyAsLong(day)))
                .toList();
    }

    private static PoolForecast forecast(List<PoolPoint> history) {
        return PoolForecast.of(history, history.getLast(), FULL);
    }

    private static FillsAt fills(List<PoolPoint> history) {
        PoolForecast forecast = forecast(history);
        assertThat(forecast.outlook()).isEqualTo(Outlook.FILLS);
        return forecast.fillsAt();
    }
}
