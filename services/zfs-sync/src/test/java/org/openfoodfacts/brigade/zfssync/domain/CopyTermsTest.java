package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;

class CopyTermsTest {
    private static final List<DeclaredCopy> DECLARED = List.of(
            new DeclaredCopy("copy/off", Duration.ofHours(2), 1000L, null, 3),
            new DeclaredCopy("copy", Duration.ofDays(1), null, "22:00-06:00", null),
            new DeclaredCopy("copy/off/images", null, null, "00:00-04:00", null));

    @Test
    void theNearestThatSaysSomethingCountsForEachTermByItself() {
        assertThat(CopyTerms.of(DECLARED, "copy/other"))
                .isEqualTo(new CopyTerms(Duration.ofDays(1), 0, "22:00-06:00", 5));
        assertThat(CopyTerms.of(DECLARED, "copy/off"))
                .isEqualTo(new CopyTerms(Duration.ofHours(2), 1000, "22:00-06:00", 3));
        assertThat(CopyTerms.of(DECLARED, "copy/off/images/2026"))
                .isEqualTo(new CopyTerms(Duration.ofHours(2), 1000, "00:00-04:00", 3));
        assertThat(CopyTerms.of(DECLARED, "copy2")).isEqualTo(CopyTerms.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "22:00-06:00, 22:00, true",
        "22:00-06:00, 05:59, true",
        "22:00-06:00, 06:00, false",
        "22:00-06:00, 12:00, false",
        "01:30-04:00, 01:30, true",
        "01:30-04:00, 04:00, false",
        "01:30-04:00, 23:00, false"
    })
    void aWindowMayCrossMidnightAndItsEndIsOutside(String window, LocalTime now, boolean allowed) {
        assertThat(new CopyTerms(null, 0, window, 5).allows(now)).isEqualTo(allowed);
        assertThat(CopyTerms.NONE.allows(now)).isTrue();
    }

    @Test
    void aPairHasItsOwnGoalOrTheUsualOne() {
        Instant now = Instant.parse("2026-11-29T05:00:00Z");
        Pair usual = pair(now.minus(Duration.ofHours(3)), CopyTerms.NONE);
        Pair strict = pair(now.minus(Duration.ofHours(3)), CopyTerms.of(DECLARED, "copy/off"));

        assertThat(usual.state(now, Duration.ofHours(7))).isEqualTo(Pair.State.CURRENT);
        assertThat(strict.state(now, Duration.ofHours(7))).isEqualTo(Pair.State.LATE);
        assertThat(strict.goal(Duration.ofHours(7))).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void theLowerLimitHolds() {
        Transport free = new Transport(null, 0, null, false);

        assertThat(free.limitedTo(0).bytesPerSecond()).isZero();
        assertThat(free.limitedTo(9).bytesPerSecond()).isEqualTo(9);
        assertThat(free.limitedTo(9).limitedTo(20).bytesPerSecond()).isEqualTo(9);
        assertThat(free.limitedTo(9).limitedTo(5).bytesPerSecond()).isEqualTo(5);
    }

    private static Pair pair(Instant common, CopyTerms terms) {
        return new Pair(
                new Pair.Side("web", "tank", true, common, common),
                new Pair.Side("backup", "copy/off", true, common, common),
                new DeclaredPull.Origin("backup", "f", 1),
                new Pair.Common("s", "1", common),
                Pair.Behind.NOTHING,
                terms,
                false);
    }
}
