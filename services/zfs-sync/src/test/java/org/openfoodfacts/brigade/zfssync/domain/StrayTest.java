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
        assertThat(Stray.of(seen(name, age, false), Set.of(), NOW).map(Stray::kind))
                .isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void oneThatHasAnEndIsNone() {
        assertThat(Stray.of(seen("before-the-upgrade", Duration.ofDays(9), true), Set.of(), NOW))
                .isEmpty();
    }

    @Test
    void whatIsHeldForACopyThatNobodyDeclaresStaysForEverWhoeverTookIt() {
        Seen held = seen("autosnap_2026-03-14_00:00:02_daily", Duration.ofDays(9), false, "mine", TAG);

        assertThat(Stray.of(held, Set.of(new Hold("n", "tank/x", TAG)), NOW)).isEmpty();
        assertThat(Stray.of(held, Set.of(), NOW)).as("no fleet is known yet").isEmpty();
        assertThat(Stray.of(held, Set.of(new Hold("n", "tank/y", TAG)), NOW)).hasValueSatisfying(stray -> {
            assertThat(stray.kind()).isEqualTo(Kind.HELD_FOR_NOBODY);
            assertThat(stray.costBytes()).isEqualTo(7);
            assertThat(stray.remedy()).isEqualTo("zfs release " + TAG + " 'tank/x@autosnap_2026-03-14_00:00:02_daily'");
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

    private static Seen seen(String name, Duration age, boolean ends, String... holds) {
        return new Seen("n", "tank/x", name, NOW.minus(age), 7, List.of(holds), ends);
    }
}
