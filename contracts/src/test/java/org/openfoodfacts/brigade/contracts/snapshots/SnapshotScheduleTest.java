package org.openfoodfacts.brigade.contracts.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/** What a reader should know without a sanoid at hand; that all of it equals sanoid is shown by SanoidDifferenceST in suite. */
class SnapshotScheduleTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final SnapshotPolicy HOURLY = Policies.keeping(Policies.only(SnapshotKind.HOURLY, 48));

    @Test
    void everyKindIsDueOnADatasetWithoutSnapshots() {
        SnapshotPolicy all = Policies.keeping(new Counts(4, 48, 30, 4, 6, 1));
        assertThat(names(all, Map.of(), "2026-05-10T12:34:56Z"))
                .containsExactly(
                        "autosnap_2026-05-10_14:34:56_yearly",
                        "autosnap_2026-05-10_14:34:56_monthly",
                        "autosnap_2026-05-10_14:34:56_weekly",
                        "autosnap_2026-05-10_14:34:56_daily",
                        "autosnap_2026-05-10_14:34:56_hourly",
                        "autosnap_2026-05-10_14:34:56_frequently");
    }

    @Test
    void nothingIsDueWhereNothingIsTaken() {
        SnapshotPolicy observed = new SnapshotPolicy(false, false, true, 0, HOURLY.counts(), HOURLY.times());
        assertThat(names(observed, Map.of(), "2026-05-10T12:34:56Z")).isEmpty();
    }

    @Test
    void anHourlyOneIsDueWhenTheLastIsOfTheHourBefore() {
        assertThat(names(HOURLY, newest("2026-05-10T11:59:59Z"), "2026-05-10T12:00:03Z"))
                .hasSize(1);
        assertThat(names(HOURLY, newest("2026-05-10T12:00:00Z"), "2026-05-10T12:59:59Z"))
                .isEmpty();
    }

    @Test
    void aSnapshotOfTheFutureKeepsItsKindWaiting() {
        assertThat(names(HOURLY, newest("2027-01-01T00:00:00Z"), "2026-05-10T12:00:03Z"))
                .isEmpty();
    }

    @Test
    void theHourThatComesTwiceGetsASecondName() {
        assertThat(SnapshotSchedule.due(
                        HOURLY, newest("2026-10-25T00:00:01Z"), Instant.parse("2026-10-25T01:00:01Z"), PARIS))
                .containsExactly(new DueSnapshot(
                        SnapshotKind.HOURLY,
                        List.of("autosnap_2026-10-25_02:00:01_hourly", "autosnap_2026-10-25_02:00:01dst_hourly")));
    }

    @Test
    void aDayThatTheMonthDoesNotHaveIsItsLast() {
        Times thirtyFirst = new Times(
                15,
                0,
                LocalTime.MIDNIGHT,
                SnapshotPolicy.Times.USUAL.weekly(),
                new Monthly(31, LocalTime.NOON),
                SnapshotPolicy.Times.USUAL.yearly());
        SnapshotPolicy monthly = Policies.at(thirtyFirst, Policies.only(SnapshotKind.MONTHLY, 6));
        Map<SnapshotKind, Instant> april = Map.of(SnapshotKind.MONTHLY, Instant.parse("2026-03-31T10:00:00Z"));
        assertThat(names(monthly, april, "2026-04-30T09:59:59Z")).isEmpty();
        assertThat(names(monthly, april, "2026-04-30T10:00:00Z")).hasSize(1);
    }

    @Test
    void theNewestIsTheLastCreatedOneNotTheOneWithTheLatestName() {
        Instant early = Instant.parse("2026-05-01T00:00:00Z");
        Snapshot renamed = snapshot("autosnap_2026-05-09_00:00:00_daily", early);
        Snapshot last = snapshot("autosnap_2026-05-02_00:00:00_daily", early.plus(Duration.ofDays(1)));
        Snapshot unknown = snapshot("vzdump", early.plus(Duration.ofDays(9)));
        assertThat(SnapshotSchedule.newest(List.of(last, renamed, unknown)))
                .containsExactly(Map.entry(SnapshotKind.DAILY, last.creation()));
    }

    private static List<String> names(SnapshotPolicy policy, Map<SnapshotKind, Instant> newest, String now) {
        return SnapshotSchedule.due(policy, newest, Instant.parse(now), PARIS).stream()
                .map(due -> due.names().getFirst())
                .toList();
    }

    private static Map<SnapshotKind, Instant> newest(String hourly) {
        return Map.of(SnapshotKind.HOURLY, Instant.parse(hourly));
    }

    private static Snapshot snapshot(String name, Instant creation) {
        return new Snapshot(name, "1", 1, creation, 0, List.of(), List.of(), null);
    }
}
