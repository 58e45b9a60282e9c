package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotOwner;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

class AdoptionTest {

    @Test
    void anEmptySectionIsSanoidsDefaults() {
        assertThat(adopted(""))
                .isEqualTo(new SnapshotPolicy(
                        true,
                        false,
                        true,
                        0,
                        new Counts(0, 48, 90, 0, 6, 0),
                        new Times(
                                15,
                                0,
                                LocalTime.of(23, 59),
                                new Weekly(DayOfWeek.MONDAY, LocalTime.of(23, 30)),
                                new Monthly(1, LocalTime.MIDNIGHT),
                                new Yearly(MonthDay.of(1, 1), LocalTime.MIDNIGHT))));
    }

    @Test
    void settingsAreTakenAsTheyStand() {
        SnapshotPolicy policy = adopted("""
                recursive=zfs
                autoprune=no
                frequently=4
                frequent_period=10
                weekly=5
                weekly_wday=0
                monthly_mday=31
                yearly=2
                yearly_mon=2
                yearly_mday=29
                """);
        assertThat(policy.recursive()).isTrue();
        assertThat(policy.prunes()).isFalse();
        assertThat(policy.counts()).isEqualTo(new Counts(4, 48, 90, 5, 6, 2));
        assertThat(policy.times().frequentMinutes()).isEqualTo(10);
        assertThat(policy.times().weekly().day()).isEqualTo(DayOfWeek.SUNDAY);
        assertThat(policy.times().monthly().day()).isEqualTo(31);
        assertThat(policy.times().yearly().day()).isEqualTo(MonthDay.of(2, 29));
    }

    @Test
    void aChildOfARecursionByZfsTakesNoneItselfButPrunes() {
        SnapshotPolicy child = adopt("[tank]\nrecursive=zfs\n", "tank/data")
                .map(a -> ((Adoption.Adopted) a).policy())
                .orElseThrow();
        assertThat(child.takes()).isFalse();
        assertThat(child.recursive()).isFalse();
        assertThat(child.prunes()).isTrue();
    }

    @Test
    void whereOnlyTheChildrenAreProcessedNothingIsTakenOrPruned() {
        SnapshotPolicy parent = adopted("process_children_only=yes\nprune_defer=many\nhourly_min=70\n");
        assertThat(parent.takes()).isFalse();
        assertThat(parent.prunes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "hourly_min=60, hourly_min",
        "daily_hour=24, daily_hour",
        "monthly_mday=32, monthly_mday",
        "hourly=-1, hourly",
        "daily=1.5, daily",
        "prune_defer=80 per cent, prune_defer",
        "prune_defer=101, prune_defer"
    })
    void whatSanoidDiesOfOrCannotMeanIsRefusedWithItsLine(String line, String key) {
        assertThat(adopt("[tank]\n" + line + "\n", "tank"))
                .get()
                .asInstanceOf(type(Adoption.Refused.class))
                .satisfies(refused -> assertThat(refused.objections())
                        .singleElement()
                        .satisfies(objection -> {
                            assertThat(objection.key()).isEqualTo(key);
                            assertThat(objection.line()).isEqualTo(2);
                        }));
    }

    @Test
    void aDayThatNoYearHasIsRefused() {
        assertThat(adopt("[tank]\nyearly=1\nyearly_mon=4\nyearly_mday=31\n", "tank"))
                .get()
                .isInstanceOf(Adoption.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weekly_hour=99", "frequent_period=0", "yearly_mon=13"})
    void timesOfAKindThatIsNotTakenAreNotLookedAt(String line) {
        assertThat(adopted(line + "\n")).isEqualTo(adopted(""));
    }

    @Test
    void brigadesOwnNamesAreKnownAsBrigades() {
        String name = SnapshotName.of(Instant.parse("2026-05-10T12:00:00Z"), new UUID(1, 2));
        assertThat(SnapshotOwner.of(name)).isEqualTo(SnapshotOwner.BRIGADE);
    }

    private static SnapshotPolicy adopted(String settings) {
        return ((Adoption.Adopted) adopt("[tank]\n" + settings, "tank").orElseThrow()).policy();
    }

    private static Optional<Adoption> adopt(String conf, String dataset) {
        return new Policies(SanoidParser.parse("sanoid.conf", conf).value())
                .of(dataset)
                .map(Adoption::of);
    }
}
