package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.zfssync.domain.Stray.Hold;
import org.openfoodfacts.brigade.zfssync.domain.Stray.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Stray.Seen;

class StrayTest {
    private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");
    private static final String TAG = SightSample.PAIR.holdTag();

    @ParameterizedTest
    @CsvSource({
        "autosnap_2026-03-14_00:00:02_daily, P400D,",
        "brigade_20261129T060258Z_61f642e2, P400D,",
        "before-the-upgrade, PT0S, UNKNOWN_SNAPSHOT",
        "vzdump, P6D,",
        "vzdump, P8D, LEFT_BY_TOOL",
        "__replicate_113-0_1700000000__, P8D, LEFT_BY_TOOL",
        "syncoid_ovh3_2026-03-14:00:00:02-GMT00:00, P6D,",
        "syncoid_ovh3_2026-03-14:00:00:02-GMT00:00, P8D, LEFT_BY_TOOL"
    })
    void whatSomebodyTakesAwayIsNoStray(String name, Duration age, Kind kind) {
        assertThat(Stray.of(seen(name, age, null), Set.of(), LastCommons.none(), NOW)
                        .map(Stray::kind))
                .isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void oneThatHasAnEndIsNoneBeforeThatIsLongPast() {
        assertThat(Stray.of(
                        seen("before-the-upgrade", Duration.ofDays(9), NOW.minus(Stray.EXPIRED_AFTER)),
                        Set.of(),
                        LastCommons.none(),
                        NOW))
                .isEmpty();
    }

    @Test
    void whatIsHeldForACopyThatNobodyDeclaresStaysForEverWhoeverTookIt() {
        Seen held = seen("autosnap_2026-03-14_00:00:02_daily", Duration.ofDays(9), null, "mine", TAG);

        assertThat(Stray.of(held, Set.of(new Hold("n", "tank/x", TAG)), LastCommons.none(), NOW))
                .isEmpty();
        assertThat(Stray.of(held, Set.of(), LastCommons.none(), NOW))
                .as("no fleet is known yet")
                .isEmpty();
        assertThat(Stray.of(held, Set.of(new Hold("n", "tank/y", TAG)), LastCommons.none(), NOW))
                .hasValueSatisfying(stray -> {
                    assertThat(stray.kind()).isEqualTo(Kind.HELD_FOR_NOBODY);
                    assertThat(stray.costBytes()).isEqualTo(7);
                    assertThat(stray.remedy())
                            .isEqualTo("zfs release " + TAG + " 'tank/x@autosnap_2026-03-14_00:00:02_daily'");
                });
    }

    @Test
    void aDatasetThatWasSetAsideCountsOnceWithAllBelow() {
        assertThat(Stray.ofDataset("n", "tank/x.aside-2026-11-29", 9))
                .hasValueSatisfying(
                        stray -> assertThat(stray.remedy()).isEqualTo("zfs destroy -r 'tank/x.aside-2026-11-29'"));
        assertThat(Stray.ofDataset("n", "tank/x.aside-2026-11-29/below", 9)).isEmpty();
        assertThat(Stray.ofDataset("n", "tank/x", 9)).isEmpty();
    }

    @Test
    void oneThatShouldHaveEndedLongAgoIsOneWhoeverTookIt() {
        Seen over = seen("brigade_20261120T060258Z_61f642e2", Duration.ofDays(9), NOW.minus(Duration.ofHours(25)));

        assertThat(stray(over, LastCommons.none())).hasValueSatisfying(stray -> {
            assertThat(stray.kind()).isEqualTo(Kind.EXPIRED);
            assertThat(stray.costBytes()).isEqualTo(7);
            assertThat(stray.remedy()).isEqualTo("zfs destroy 'tank/x@brigade_20261120T060258Z_61f642e2'");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syncoid_c_2026-11-20:00:00:02-GMT00:00",
                "before-the-upgrade",
                "brigade_20261120T060258Z_61f642e2"
            })
    void whatAStalledCopyGoesOnFromIsNobodysStrayAtEitherEnd(String name) {
        Seen last = seen(name, Duration.ofDays(9), NOW.minus(Duration.ofDays(2)));
        Pair.Side here = new Pair.Side("n", "tank/x", true, null, null);
        Pair.Side there = new Pair.Side("m", "copy/x", true, null, null);

        assertThat(stray(last, LastCommons.none())).isPresent();
        assertThat(stray(last, commons(SightSample.pair(here, there, "42", false))))
                .isEmpty();
        assertThat(stray(last, commons(SightSample.pair(there, here, "42", false))))
                .isEmpty();
        assertThat(stray(last, commons(SightSample.pair(here, there, "43", false))))
                .isPresent();
        assertThat(stray(last, commons(SightSample.pair(there, there, "42", false))))
                .isPresent();
    }

    @Test
    void norWhatItWentOnFromWhenItsPoolWasLastSeen() {
        Seen last = seen("syncoid_c_2026-11-20:00:00:02-GMT00:00", Duration.ofDays(9), null);

        assertThat(stray(last, LastCommons.of(List.of(), List.of(record(last.creation())))))
                .isEmpty();
        assertThat(stray(last, LastCommons.of(List.of(), List.of(record(NOW))))).isPresent();
        assertThat(stray(last, LastCommons.of(List.of(), List.of(record(null)))))
                .isPresent();
    }

    private static PairRecord record(Instant common) {
        return new PairRecord(
                new Pair.Key("n", "tank/x", "m", "copy/x"), Pair.State.NO_COMMON_SNAPSHOT, NOW, common, null, "f:1");
    }

    private static LastCommons commons(Pair pair) {
        return LastCommons.of(List.of(pair), List.of());
    }

    private static Optional<Stray> stray(Seen seen, LastCommons commons) {
        return Stray.of(seen, Set.of(), commons, NOW);
    }

    @Test
    void noRemedyIsOneThatZfsRefuses() {
        Seen held = seen("before-the-upgrade", Duration.ofDays(9), null, "ann's");
        Seen cloned =
                new Seen("n", "tank/x", "vzdump", "42", held.creation(), 7, List.of("keep"), List.of("tank/c"), null);

        assertThat(stray(held, LastCommons.none()).map(Stray::remedy))
                .hasValue("zfs release 'ann'\\''s' 'tank/x@before-the-upgrade'");
        assertThat(Stray.of(
                        seen("vzdump", Duration.ofDays(9), null, "keep", TAG),
                        Set.of(new Hold("n", "tank/x", TAG)),
                        LastCommons.none(),
                        NOW))
                .as("Brigade lets go of it when the copy has gone on")
                .isEmpty();
        assertThat(stray(cloned, LastCommons.none()).map(Stray::remedy)).hasValue("# its clones come first: tank/c");
    }

    private static Seen seen(String name, Duration age, Instant ends, String... holds) {
        return new Seen("n", "tank/x", name, "42", NOW.minus(age), 7, List.of(holds), List.of(), ends);
    }
}
