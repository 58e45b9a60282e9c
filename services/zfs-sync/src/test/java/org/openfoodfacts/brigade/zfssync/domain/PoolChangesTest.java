package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolChanged;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolSpace;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PoolStanding;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;

class PoolChangesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final PoolLimits LIMITS = new PoolLimits(0.9, Duration.ofDays(30), Duration.ofDays(45));
    private static final PoolRecord.Key TANK = new PoolRecord.Key("web", "tank");

    private final Map<PoolRecord.Key, PoolRecord> seen = new HashMap<>();
    private final List<PoolPoint> history = new ArrayList<>();

    @Test
    void aPoolThatIsLikelyToBeFullWithinTheWarningTimeIsToldOfOnce() {
        past(40, 10);
        assertThat(look(500, "ONLINE", NOW)) // full in 40 days
                .containsExactly(changed(null, "OK ONLINE", NOW, 500, NOW.plus(Duration.ofDays(40))));

        Instant later = NOW.plus(Duration.ofDays(11));
        IntStream.range(1, 11).forEach(day -> history.add(point(500 + 10L * day, NOW.plus(Duration.ofDays(day)))));
        assertThat(look(610, "ONLINE", later))
                .containsExactly(changed("OK ONLINE", "FILLING ONLINE", later, 610, later.plus(Duration.ofDays(29))));
        assertThat(look(610, "ONLINE", later.plusSeconds(60))).isEmpty();
        assertThat(seen.get(TANK).since()).isEqualTo(later);
    }

    @Test
    void aLittleRoomMoreThanBeganAStateDoesNotEndIt() {
        past(40, 10);
        assertThat(states(610, 590, 530, 520, 620, 900, 895, 880))
                .containsExactly("FILLING", "FILLING", "FILLING", "OK", "FILLING", "FULL", "FULL", "FILLING");
    }

    @Test
    void healthIsToldBesideSpaceSoThatNeitherHidesTheOther() {
        look(950, "ONLINE", NOW);
        assertThat(look(950, "DEGRADED", NOW.plusSeconds(1)))
                .extracting(PoolChanged::before, PoolChanged::after)
                .containsExactly(tuple("FULL ONLINE", "FULL DEGRADED"));
        assertThat(seen.get(TANK).since()).isEqualTo(NOW);
        assertThat(seen.get(TANK).healthSince()).isEqualTo(NOW.plusSeconds(1));
        assertThat(look(100, "DEGRADED", NOW.plusSeconds(2)))
                .extracting(PoolChanged::after)
                .containsExactly(standing("OK DEGRADED"));
    }

    @Test
    void aDeviceWithErrorsIsToldOfThoughThePoolIsOnlineAndMoreErrorsOfItAreNot() {
        look(100, "ONLINE", NOW);
        assertThat(look(status(0L, new Device("sdb", "ONLINE", 0, 0, 1))))
                .containsExactly(new PoolStanding("OK", "ONLINE", List.of("sdb"), false, false));
        assertThat(look(status(0L, new Device("sdb", "ONLINE", 0, 0, 9)))).isEmpty();
        assertThat(look(status(2L, new Device("sdb", "ONLINE", 0, 0, 9), new Device("sda", "FAULTED", 1, 0, 0))))
                .containsExactly(new PoolStanding("OK", "ONLINE", List.of("sda", "sdb"), true, false));
        assertThat(look(status(null))).containsExactly(standing("OK ONLINE"));
    }

    @Test
    void aPoolWhoseLastScrubIsTooOldIsToldOfAndOneThatNeverHadAnyWhenItHasBeenThereForSoLong() {
        assertThat(look(scrubbed(Duration.ofDays(45)))).containsExactly(standing("OK ONLINE"));
        assertThat(look(scrubbed(Duration.ofDays(46))))
                .containsExactly(new PoolStanding("OK", "ONLINE", List.of(), false, true));
        assertThat(look(scrubbed(Duration.ofDays(1)))).containsExactly(standing("OK ONLINE"));
        history.add(new PoolPoint(NOW.minus(Duration.ofDays(46)), "another", 1000, 100));
        assertThat(look(status(0L))).as("this pool may be new").isEmpty();
        history.add(point(100, NOW.minus(Duration.ofDays(46))));
        assertThat(look(status(0L))).containsExactly(new PoolStanding("OK", "ONLINE", List.of(), false, true));
    }

    @Test
    void aPoolThatNeverHadAScrubIsToldOfWhenItHasBeenThereForAsLongAsIsRememberedThoughItMayGoWithoutForLonger() {
        PoolLimits yearly = new PoolLimits(0.9, Duration.ofDays(30), Duration.ofDays(365));
        PoolPoint oldest = point(100, NOW.minus(PoolForecast.MEMORY).plusSeconds(1));
        ObservedPool pool = new ObservedPool(TANK, "ONLINE", status(0L), point(100, NOW));

        assertThat(PoolChanges.of(seen, List.of(pool), Map.of(TANK, List.of(oldest)), yearly, NOW)
                        .events())
                .extracting(PoolChanged::after)
                .containsExactly(new PoolStanding("OK", "ONLINE", List.of(), false, true));
    }

    private static PoolStatus scrubbed(Duration age) {
        return new PoolStatus("tank", "ONLINE", NOW.minus(age), 0L, List.of());
    }

    @Test
    void aFaultedPoolThatSaysNoSizeIsAsFullAsItWas() {
        look(950, "ONLINE", NOW);
        ObservedPool faulted = new ObservedPool(TANK, "FAULTED", null, new PoolPoint(NOW, "7", 0, 0));

        assertThat(PoolChanges.of(seen, List.of(faulted), Map.of(), LIMITS, NOW).events())
                .extracting(PoolChanged::after)
                .containsExactly(standing("FULL FAULTED"));
    }

    @Test
    void aPoolThatItsNodeNoLongerShowsIsToldOfAndForgotten() {
        look(100, "ONLINE", NOW);

        PoolChanges changes = PoolChanges.of(seen, List.of(), Map.of(), LIMITS, NOW);

        assertThat(changes.events())
                .containsExactly(new PoolChanged("web", "tank", standing("OK ONLINE"), null, NOW, null));
        assertThat(changes.gone()).containsExactly(seen.get(TANK));
    }

    @Test
    void aLevelNoPoolCanReachIsNoLimit() {
        assertThatThrownBy(() -> new PoolLimits(90, Duration.ofDays(30), Duration.ofDays(45)))
                .hasMessageContaining("not 90.0");
        assertThatThrownBy(() -> new PoolLimits(0, Duration.ofDays(30), Duration.ofDays(45)))
                .hasMessageContaining("not 0.0");
    }

    /** Each moment is a level, 100 for a pool that is not there. */
    @Property
    void eachEventGoesOnFromTheOneBefore(@ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> moments) {
        seen.clear();
        history.clear();
        PoolStanding told = null;
        for (int i = 0; i < moments.size(); i++) {
            Instant now = NOW.plus(Duration.ofDays(i));
            int level = moments.get(i);
            List<PoolChanged> events = level == 100 ? vanish(now) : look(level * 10L, "ONLINE", now);
            history.add(point(level * 10L, now));
            for (PoolChanged event : events) {
                assertThat(event.before()).isEqualTo(told).isNotEqualTo(event.after());
                told = event.after();
            }
            PoolRecord stored = seen.get(TANK);
            assertThat(told).isEqualTo(stored == null ? null : standing(stored.space() + " ONLINE"));
        }
    }

    private List<PoolChanged> vanish(Instant now) {
        List<PoolChanged> events =
                PoolChanges.of(seen, List.of(), Map.of(), LIMITS, now).events();
        seen.clear();
        return events;
    }

    private List<String> states(long... levels) {
        return IntStream.range(0, levels.length)
                .mapToObj(i -> {
                    look(levels[i], "ONLINE", NOW.plusSeconds(i));
                    return seen.get(TANK).space().name();
                })
                .toList();
    }

    /** So many days up to yesterday, each so much more than the one before, the last one just below 500. */
    private void past(int days, long each) {
        for (int day = 1; day <= days; day++) {
            history.add(point(500 - each * day, NOW.minus(Duration.ofDays(day))));
        }
    }

    /** What the pool is now, if that is told. */
    private List<PoolStanding> look(PoolStatus status) {
        ObservedPool pool = ObservedPool.of("web", new Pool("tank", "7", "ONLINE", 1000, 100, 900, 0), status, NOW);
        return look(pool, NOW).stream().map(PoolChanged::after).toList();
    }

    private static PoolStatus status(Long dataErrors, Device... devices) {
        return new PoolStatus("tank", "ONLINE", null, dataErrors, List.of(devices));
    }

    private List<PoolChanged> look(long allocated, String health, Instant now) {
        return look(new ObservedPool(TANK, health, null, point(allocated, now)), now);
    }

    private List<PoolChanged> look(ObservedPool pool, Instant now) {
        PoolChanges changes = PoolChanges.of(seen, List.of(pool), Map.of(TANK, history), LIMITS, now);
        changes.stored().forEach(one -> seen.put(one.key(), one));
        assertThat(changes.present()).containsExactly(seen.get(TANK));
        return changes.events();
    }

    private static PoolPoint point(long allocated, Instant at) {
        return new PoolPoint(at, "7", 1000, allocated);
    }

    private static PoolChanged changed(String before, String after, Instant since, long allocated, Instant fills) {
        return new PoolChanged(
                "web",
                "tank",
                standing(before),
                standing(after),
                since,
                new PoolSpace(1000, allocated, fills, fills, fills));
    }

    private static Tuple tuple(String before, String after) {
        return Tuple.tuple(standing(before), standing(after));
    }

    private static PoolStanding standing(String spaceAndHealth) {
        if (spaceAndHealth == null) {
            return null;
        }
        String[] parts = spaceAndHealth.split(" ");
        return new PoolStanding(parts[0], parts[1], List.of(), false, false);
    }
}
