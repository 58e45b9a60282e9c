package org.openfoodfacts.brigade.suite.sanoid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;
import org.openfoodfacts.brigade.suite.sanoid.RealSanoid.Run;

/**
 * Brigade's planners take and destroy what Debian's sanoid does, on the same histories, policies and clocks. {@code -Dsanoid.seed} and
 * {@code -Dsanoid.cases} choose others and more.
 */
@ExtendWith(RequiresSanoidImage.class)
class SanoidDifferenceST {
    private static final Logger LOG = Logger.getLogger(SanoidDifferenceST.class.getName());
    private static final long SEED = Long.getLong("sanoid.seed", 20_260_329);
    private static final int CASES = Integer.getInteger("sanoid.cases", 4);
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final int STEPS = 6;
    private static final int MANY = 60;
    private static final int FEW = 8;

    private static RealSanoid sanoid;

    @TempDir
    private Path folder;

    private final List<String> differences = new ArrayList<>();
    private int runs;
    private int taken;
    private int destroyed;

    @BeforeAll
    static void start() {
        sanoid = new RealSanoid();
    }

    @AfterAll
    static void stop() {
        sanoid.close();
    }

    @Test
    void takesAndDestroysWhatSanoidDoes() {
        Histories histories = new Histories(SEED);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            boolean forReal = i % 5 == 0;
            cases.add(histories.next(i, STEPS, forReal ? FEW : MANY, forReal));
        }
        for (int step = 0; step < STEPS; step++) {
            step(cases, step);
        }
        LOG.info("sanoid.seed=%d sanoid.cases=%d: %d datasets' runs, %d snapshots taken, %d destroyed, %d differences"
                .formatted(SEED, CASES, runs, taken, destroyed, differences.size()));
        assertThat(differences)
                .as("seed %d, the first of %d differences", SEED, differences.size())
                .isEmpty();
        assertThat(taken).isGreaterThan(runs / 10);
        assertThat(destroyed).isGreaterThan(runs / 10);
    }

    @Test
    void theHourThatComesTwiceGetsSanoidsSecondName() {
        Dataset dataset = new Dataset("tank/data", keeping(new Counts(0, 48, 0, 0, 0, 0), 1));
        Instant first = Instant.parse("2026-10-25T00:00:00Z");
        Case twice = new Case("twice", PARIS, List.of(first, first.plusSeconds(3600)), 50, true, List.of(dataset));
        step(List.of(twice), 0);
        step(List.of(twice), 1);
        assertThat(differences).isEmpty();
        assertThat(dataset.snapshots)
                .extracting(Snapshot::name)
                .containsExactly("autosnap_2026-10-25_02:00:00_hourly", "autosnap_2026-10-25_02:00:00dst_hourly");
    }

    /** The one difference that is meant (docs/adr/0110): sanoid neither takes nor prunes anything on the machine in such a month. */
    @Test
    void whereSanoidDiesOfADayThatTheMonthDoesNotHaveItsLastDayCounts() {
        Dataset sound = new Dataset("tank/sound", keeping(new Counts(0, 48, 0, 0, 0, 0), 1));
        Dataset monthly = new Dataset("tank/monthly", keeping(new Counts(0, 0, 0, 0, 6, 0), 31));
        Instant april = Instant.parse("2026-04-30T10:00:00Z");
        Case short30 = new Case("short", PARIS, List.of(april), 50, true, List.of(sound, monthly));
        Path only = folder.resolve("short");
        CaseFolder.write(short30, april, only.resolve("short"));

        Run run = sanoid.play(only).get("short");
        assertThat(run.exit()).isNotZero();
        assertThat(run.deeds()).isEmpty();
        assertThat(run.errors()).anyMatch(line -> line.contains("Day '31' out of range 1..30"));
        assertThat(Deeds.planned(short30, sound, april)).containsExactly("take autosnap_2026-04-30_12:00:00_hourly");
        assertThat(Deeds.planned(short30, monthly, april)).containsExactly("take autosnap_2026-04-30_12:00:00_monthly");
    }

    private static SnapshotPolicy keeping(Counts counts, int dayOfMonth) {
        Times times = new Times(
                15,
                0,
                LocalTime.NOON,
                new Weekly(DayOfWeek.MONDAY, LocalTime.NOON),
                new Monthly(dayOfMonth, LocalTime.NOON),
                new Yearly(MonthDay.of(1, 1), LocalTime.NOON));
        return new SnapshotPolicy(true, false, true, 0, counts, times);
    }

    private void step(List<Case> cases, int step) {
        Path stepFolder = folder.resolve("step" + step);
        cases.forEach(c -> CaseFolder.write(c, c.clock().get(step), stepFolder.resolve(c.name())));
        Map<String, Run> answers = sanoid.play(stepFolder);
        for (Case c : cases) {
            Run run = answers.get(c.name());
            assertThat(run.exit())
                    .as("%s step %d: %s", c.name(), step, run.errors())
                    .isZero();
            Map<String, Set<String>> bySanoid = Deeds.byDataset(run.deeds());
            for (Dataset dataset : c.datasets()) {
                compare(c, dataset, c.clock().get(step), bySanoid.getOrDefault(dataset.name, Set.of()));
            }
        }
    }

    private void compare(Case of, Dataset dataset, Instant now, Set<String> bySanoid) {
        Set<String> planned = Deeds.planned(of, dataset, now);
        runs++;
        taken += (int) bySanoid.stream().filter(deed -> deed.startsWith("take")).count();
        destroyed += (int)
                bySanoid.stream().filter(deed -> deed.startsWith("destroy")).count();
        if (!planned.equals(bySanoid) && differences.size() < 5) {
            differences.add(description(of, dataset, now, bySanoid, planned));
        }
        Deeds.apply(dataset, bySanoid, now);
    }

    /** All one needs to make a test of it: only what differs, and of the history only the kinds that differ. */
    private static String description(
            Case of, Dataset dataset, Instant now, Set<String> bySanoid, Set<String> planned) {
        List<String> onlySanoid =
                bySanoid.stream().filter(d -> !planned.contains(d)).toList();
        List<String> onlyPlanned =
                planned.stream().filter(d -> !bySanoid.contains(d)).toList();
        List<SnapshotKind> kinds = Stream.concat(onlySanoid.stream(), onlyPlanned.stream())
                .flatMap(deed -> SnapshotKind.of(deed.substring(deed.indexOf(' ') + 1)).stream())
                .distinct()
                .toList();
        List<String> history = dataset.snapshots.stream()
                .filter(s -> SnapshotKind.of(s.name()).filter(kinds::contains).isPresent())
                .map(s -> s.creation() + " " + s.name())
                .sorted()
                .toList();
        return """

                %s %s at %s (%s), used %d%%
                only sanoid: %s
                only planned: %s
                %s
                %s
                """.formatted(
                        of.name(),
                        dataset.name,
                        now,
                        now.atZone(of.zone()),
                        of.usedPercent(),
                        onlySanoid,
                        onlyPlanned,
                        dataset.policy,
                        String.join("\n", history));
    }
}
