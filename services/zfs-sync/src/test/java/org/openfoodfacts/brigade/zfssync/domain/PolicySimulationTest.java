package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotSchedule;
import org.openfoodfacts.brigade.zfssync.domain.PolicySimulation.Held;
import org.openfoodfacts.brigade.zfssync.domain.PolicySimulation.State;

class PolicySimulationTest {
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");

    @Test
    void whatGoesAnywayIsToldFromWhatOnlyTheChangeDestroys() {
        Protection common = new Protection("6", Protection.Reason.LAST_COMMON, "backup:tank/copy");
        State state = new State(days(1, 2, 3, 4, 5, 6, 7, 8), List.of(common), 50, false);
        PolicySimulation simulation = PolicySimulation.of(state, daily(6, true), daily(3, true), NOW);

        assertThat(simulation.destroyed().destroy())
                .extracting(SnapshotRef::guid)
                .containsExactly("8", "7", "5", "4");
        assertThat(simulation.onlyByChange()).extracting(SnapshotRef::guid).containsExactly("5", "4");
        assertThat(simulation.destroyed().spared())
                .extracting(s -> s.snapshot().guid())
                .containsExactly("6");
        assertThat(simulation.held().get(SnapshotKind.DAILY)).isEqualTo(new Held(8, 6, 3));
    }

    @Test
    void whereEverythingIsKeptForNowNothingIsDestroyed() {
        State state = new State(days(1, 2, 3, 4), List.of(), 50, true);

        PolicySimulation simulation = PolicySimulation.of(state, daily(3, true), daily(1, true), NOW);

        assertThat(simulation.destroyed().destroy()).isEmpty();
        assertThat(simulation.onlyByChange()).isEmpty();
        assertThat(simulation.held().get(SnapshotKind.DAILY)).isEqualTo(new Held(4, 3, 1));
    }

    @Test
    void whereNothingIsPrunedThereIsNoEndToIt() {
        PolicySimulation simulation = PolicySimulation.of(
                new State(days(1, 2, 3), List.of(), 50, false), daily(2, true), daily(2, false), NOW);
        assertThat(simulation.destroyed().destroy()).isEmpty();
        assertThat(simulation.held().get(SnapshotKind.DAILY)).isEqualTo(new Held(3, 2, null));
    }

    /** A run each minute; the simulation's figure is what the planners themselves come to. */
    @ParameterizedTest
    @CsvSource({"15, 4", "45, 4", "90, 3", "7, 10"})
    void theSteadyStateIsWhatTheRunsOfDaysEndWith(int frequentMinutes, int count) {
        Counts counts = new Counts(count, 24, 3, 0, 0, 0);
        SnapshotPolicy policy = policy(counts, true, frequentMinutes);
        List<Snapshot> snapshots = new ArrayList<>();
        Instant now = NOW;
        for (int run = 0; run < 5 * 24 * 60; run++, now = now.plusSeconds(60)) {
            run(policy, snapshots, now);
        }
        PolicySimulation simulation =
                PolicySimulation.of(new State(snapshots, List.of(), 50, false), policy, policy, now);
        for (SnapshotKind kind : List.of(SnapshotKind.FREQUENTLY, SnapshotKind.HOURLY, SnapshotKind.DAILY)) {
            Held held = simulation.held().get(kind);
            assertThat(held.now()).as(kind.word()).isBetween(held.after() - 1, held.after() + 1);
        }
    }

    private static void run(SnapshotPolicy policy, List<Snapshot> snapshots, Instant now) {
        Set<String> gone = Retention.plan(policy, snapshots, List.of(), 50, now).destroy().stream()
                .map(SnapshotRef::name)
                .collect(Collectors.toSet());
        SnapshotSchedule.due(policy, SnapshotSchedule.newest(snapshots), now, ZoneId.of("UTC"))
                .forEach(due -> snapshots.add(snapshot(due.names().getFirst(), now)));
        snapshots.removeIf(s -> gone.contains(s.name()));
    }

    private static List<Snapshot> days(int... ages) {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int days : ages) {
            Instant creation = NOW.minus(Duration.ofDays(days)).minusSeconds(60);
            String guid = String.valueOf(days);
            snapshots.add(
                    new Snapshot("autosnap_" + days + "_daily", guid, 1, creation, 0, List.of(), List.of(), null));
        }
        return snapshots;
    }

    private static Snapshot snapshot(String name, Instant creation) {
        return new Snapshot(name, name, 1, creation, 0, List.of(), List.of(), null);
    }

    private static SnapshotPolicy daily(int count, boolean prunes) {
        return policy(new Counts(0, 0, count, 0, 0, 0), prunes, 15);
    }

    private static SnapshotPolicy policy(Counts counts, boolean prunes, int frequentMinutes) {
        Times times = new Times(
                frequentMinutes,
                0,
                LocalTime.NOON,
                new Weekly(DayOfWeek.MONDAY, LocalTime.NOON),
                new Monthly(1, LocalTime.NOON),
                new Yearly(MonthDay.of(1, 1), LocalTime.NOON));
        return new SnapshotPolicy(true, false, prunes, 0, counts, times);
    }
}
