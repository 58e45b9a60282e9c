package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

/** The agent keeps a machine's snapshots by policy; the clock stands at 06:00 UTC to begin with. */
class FollowPoliciesTest {
    private static final String SITES = "tank/sites";
    private static final String IMAGES = "tank/sites/images";
    private static final String LOGS = "tank/logs";
    private static final SnapshotPolicy THREE_HOURLY = hourly(3);

    @TempDir
    Path folder;

    private final FollowPoliciesFollower follower = new FollowPoliciesFollower();
    private Workbench bench;
    private long generation;

    @BeforeEach
    void aHostWithOnePool() {
        bench = new Workbench(
                folder,
                Description.of("north1", "host", "10.0.0.1")
                        .withPools(new Description.SimulatedPool("tank", 4L << 40, List.of(IMAGES, LOGS))));
    }

    @Test
    void whatIsDueIsTakenOfAllDatasetsInOneMoment() {
        PoliciesFact fact = fact(follow(managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY)));

        assertThat(snapshots(IMAGES)).containsExactly("autosnap_2026-11-24_06:00:00_hourly");
        assertThat(snapshots(LOGS)).containsExactly("autosnap_2026-11-24_06:00:00_hourly");
        assertThat(calls("snapshot")).hasSize(1);
        assertThat(fact.runs())
                .containsExactly(
                        new PolicyRun(IMAGES, List.of("autosnap_2026-11-24_06:00:00_hourly"), 0, 0, 0, null),
                        new PolicyRun(LOGS, List.of("autosnap_2026-11-24_06:00:00_hourly"), 0, 0, 0, null));
    }

    @Test
    void severalKindsAreACallEachWhateverTheNumberOfDatasets() {
        SnapshotPolicy both = new SnapshotPolicy(true, false, true, 0, new Counts(0, 3, 3, 0, 3, 0), times(15));

        PoliciesFact fact = fact(follow(managed(IMAGES, both), managed(LOGS, both)));

        assertThat(calls("snapshot")).hasSize(3).allMatch(argv -> argv.size() == 4);
        assertThat(fact.runs()).allSatisfy(run -> assertThat(run.taken()).hasSize(3));
    }

    @Test
    void aRecursivePolicyTakesTheWholeTreeInOneCall() {
        SnapshotPolicy tree = new SnapshotPolicy(true, true, true, 0, THREE_HOURLY.counts(), THREE_HOURLY.times());

        follow(managed(SITES, tree));

        assertThat(snapshots(IMAGES)).containsExactly("autosnap_2026-11-24_06:00:00_hourly");
        assertThat(calls("snapshot")).hasSize(1);
    }

    @Test
    void betweenTwoQuartersOfAnHourNothingIsAsked() {
        follow(managed(IMAGES, THREE_HOURLY));
        int asked = bench.simulated.exec().asked().size();

        bench.clock.advance(Duration.ofMinutes(14));
        Followed again = follow(managed(IMAGES, THREE_HOURLY));

        assertThat(bench.simulated.exec().asked()).hasSize(asked);
        assertThat(fact(again).generation()).isEqualTo(generation);
        bench.clock.advance(Duration.ofMinutes(1));
        follow(managed(IMAGES, THREE_HOURLY));
        assertThat(bench.simulated.exec().asked().size()).isGreaterThan(asked);
    }

    @Test
    void anotherPolicyIsFollowedAtOnce() {
        follow(managed(IMAGES, THREE_HOURLY));

        follow(managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY));

        assertThat(snapshots(LOGS)).hasSize(1);
    }

    @Test
    void aPolicyOfEveryFiveMinutesIsFollowedAsOften() {
        SnapshotPolicy often = new SnapshotPolicy(true, false, true, 0, new Counts(2, 0, 0, 0, 0, 0), times(5));
        for (int minutes = 0; minutes < 15; minutes += 5) {
            follow(managed(IMAGES, often));
            bench.clock.advance(Duration.ofMinutes(5));
        }

        assertThat(snapshots(IMAGES))
                .containsExactly(
                        "autosnap_2026-11-24_06:00:00_frequently",
                        "autosnap_2026-11-24_06:05:00_frequently",
                        "autosnap_2026-11-24_06:10:00_frequently");
    }

    @Test
    void afterADayOnlyWhatThePolicyKeepsIsLeftAndEachWentThroughTheGuards() {
        for (int hour = 0; hour < 24; hour++) {
            follow(managed(IMAGES, THREE_HOURLY));
            bench.clock.advance(Duration.ofHours(1));
        }

        assertThat(snapshots(IMAGES))
                .containsExactly(
                        "autosnap_2026-11-25_02:00:00_hourly",
                        "autosnap_2026-11-25_03:00:00_hourly",
                        "autosnap_2026-11-25_04:00:00_hourly",
                        "autosnap_2026-11-25_05:00:00_hourly");
        assertThat(calls("destroy")).filteredOn(argv -> argv.contains("-nvp")).hasSizeGreaterThan(10);
    }

    @Test
    void snapshotsOfOthersStayAndSoDoesWhatIsHeldClonedOrNeededByACopy() {
        for (int hour = 0; hour < 4; hour++) {
            follow(managed(IMAGES, THREE_HOURLY));
            if (hour == 0) {
                bench.run("zfs", "hold", "keep", IMAGES + "@autosnap_2026-11-24_06:00:00_hourly");
            }
            bench.clock.advance(Duration.ofHours(1));
        }
        bench.run("zfs", "clone", IMAGES + "@autosnap_2026-11-24_07:00:00_hourly", "tank/copy");
        bench.run("zfs", "snapshot", IMAGES + "@vzdump");
        bench.run("zfs", "snapshot", IMAGES + "@before-the-migration");
        String common = bench.run("zfs", "list", "-Hp", "-o", "guid", IMAGES + "@autosnap_2026-11-24_08:00:00_hourly")
                .strip();
        bench.clock.advance(Duration.ofDays(30));

        PolicyRun run = fact(follow(new ManagedDataset(
                        IMAGES,
                        hourly(1),
                        List.of(new Protection(common, Protection.Reason.LAST_COMMON, "south1 backup/images")),
                        null)))
                .runs()
                .getFirst();

        assertThat(snapshots(IMAGES))
                .containsExactlyInAnyOrder(
                        "autosnap_2026-11-24_06:00:00_hourly",
                        "autosnap_2026-11-24_07:00:00_hourly",
                        "autosnap_2026-11-24_08:00:00_hourly",
                        "vzdump",
                        "before-the-migration",
                        "autosnap_2026-12-24_10:00:00_hourly");
        assertThat(run.spared()).isEqualTo(3);
        assertThat(run.destroyed()).isEqualTo(1);
    }

    @Test
    void nothingIsDestroyedWhileTheOrderSaysToKeepAll() {
        List<String> byHand = new ArrayList<>();
        for (int hour = 0; hour < 3; hour++) {
            byHand.add("autosnap_2026-11-01_0" + hour + ":00:00_hourly");
            bench.run("zfs", "snapshot", IMAGES + "@" + byHand.getLast());
        }
        bench.clock.advance(Duration.ofDays(9));

        PolicyRun run = fact(follow(new ManagedDataset(IMAGES, hourly(1), List.of(), "south1 was never seen")))
                .runs()
                .getFirst();

        assertThat(snapshots(IMAGES)).containsAll(byHand);
        assertThat(run.waiting()).isEqualTo(3);
        assertThat(run.problem()).isNull();
    }

    @Test
    void aPoolThatIsNotFullEnoughKeepsAll() {
        SnapshotPolicy deferred =
                new SnapshotPolicy(true, false, true, 90, THREE_HOURLY.counts(), THREE_HOURLY.times());
        for (int hour = 0; hour < 6; hour++) {
            follow(managed(IMAGES, deferred));
            bench.clock.advance(Duration.ofHours(1));
        }

        assertThat(snapshots(IMAGES)).hasSize(6);
    }

    @Test
    void aNameThatIsTakenStopsNoOtherDataset() {
        bench.run("zfs", "create", SITES + "/other");
        bench.run("zfs", "snapshot", SITES + "/other@autosnap_2026-11-24_06:00:00_daily");
        SnapshotPolicy daily =
                new SnapshotPolicy(true, true, true, 0, new Counts(0, 0, 5, 0, 0, 0), times(15, LocalTime.of(6, 0)));

        Followed followed = follow(managed(LOGS, daily), managed(SITES, daily));

        assertThat(followed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(snapshots(LOGS)).hasSize(1);
        assertThat(snapshots(SITES)).isEmpty();
        assertThat(fact(followed).runs())
                .extracting(PolicyRun::problem)
                .satisfiesExactly(
                        none -> assertThat(none).isNull(),
                        why -> assertThat(why).contains(SITES + "/other@").contains("already exists"));
    }

    @Test
    void aDatasetThatIsGoneIsSaidAndStopsNoOther() {
        Followed followed = follow(managed("tank/gone", THREE_HOURLY), managed(LOGS, THREE_HOURLY));

        assertThat(followed.detail()).isEqualTo("there is no dataset tank/gone");
        assertThat(snapshots(LOGS)).hasSize(1);
    }

    @Test
    void aZfsThatHangsChangesNothingAndIsAskedAgain() {
        Machine hanging = new Machine(
                (invocation, lines, cancellation) -> new ExecResult.TimedOut("", ""),
                bench.machine().root());
        FollowPolicies order = order(managed(IMAGES, THREE_HOURLY));

        Followed followed = follower.follow(order, hanging, bench.clock.instant());

        assertThat(followed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(followed.detail()).contains("did not end in time");
        assertThat(follower.follow(order, bench.machine(), bench.clock.instant())
                        .outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(snapshots(IMAGES)).hasSize(1);
    }

    @Test
    void aCrashAfterAnyCallEndsInTheSameSnapshots() {
        SnapshotPolicy policy = hourly(1);
        follow(managed(IMAGES, policy), managed(LOGS, policy));
        bench.clock.advance(Duration.ofHours(2));
        int deaths = 0;
        for (int calls = 1; dies(calls, order(managed(IMAGES, policy), managed(LOGS, policy))); calls++) {
            deaths++;
        }
        follow(managed(IMAGES, policy), managed(LOGS, policy));

        assertThat(deaths).isGreaterThan(3);
        assertThat(snapshots(IMAGES)).containsExactly("autosnap_2026-11-24_08:00:00_hourly");
        assertThat(snapshots(LOGS)).containsExactly("autosnap_2026-11-24_08:00:00_hourly");
    }

    /** A fresh agent that dies right after so many calls; false when it needed fewer. */
    private boolean dies(int calls, FollowPolicies order) {
        Exec dying = new Exec() {
            private int left = calls;

            @Override
            public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
                ExecResult result = bench.simulated.exec().run(invocation, lines, cancellation);
                if (--left == 0) {
                    throw new IllegalStateException("the agent died");
                }
                return result;
            }
        };
        try {
            new FollowPoliciesFollower()
                    .follow(order, new Machine(dying, bench.machine().root()), bench.clock.instant());
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the agent died");
            return true;
        }
    }

    @Test
    void aClockThatJumpsNeverLeavesFewerThanTheCount() {
        for (int hour = 0; hour < 5; hour++) {
            follow(managed(IMAGES, THREE_HOURLY));
            bench.clock.advance(Duration.ofHours(1));
        }
        List<String> before = snapshots(IMAGES);
        bench.clock.advance(Duration.ofDays(-4000));
        follow(managed(IMAGES, THREE_HOURLY));
        assertThat(snapshots(IMAGES)).isEqualTo(before);

        bench.clock.advance(Duration.ofDays(8000));
        follow(managed(IMAGES, THREE_HOURLY));
        assertThat(snapshots(IMAGES)).hasSize(3).containsAll(before.subList(before.size() - 2, before.size()));
    }

    @Test
    void manyThatAreDueGoInSeveralRoundsWithoutWaitingForTheQuarter() {
        for (int i = 0; i < 2100; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_old-" + i + "_hourly");
        }
        bench.clock.advance(Duration.ofDays(9));

        PolicyRun first = fact(follow(managed(IMAGES, THREE_HOURLY))).runs().getFirst();
        PolicyRun second = fact(follow(managed(IMAGES, THREE_HOURLY))).runs().getFirst();

        assertThat(first.destroyed()).isEqualTo(2000);
        assertThat(first.waiting()).isEqualTo(98);
        assertThat(second.destroyed()).isEqualTo(98);
        assertThat(snapshots(IMAGES)).hasSize(3);
    }

    @Test
    void namesAndZonesThatAreNoneRefuseTheOrder() {
        assertThat(follow(managed("-r", THREE_HOURLY)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(follow(managed("tank/a@b", THREE_HOURLY)).detail()).contains("'tank/a@b' is not a dataset name");
        Followed zone = follower.follow(
                new FollowPolicies(9, "Mars/Olympus", List.of(managed(IMAGES, THREE_HOURLY))),
                bench.machine(),
                bench.clock.instant());
        assertThat(zone.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(zone.detail()).contains("Mars/Olympus");
    }

    private Followed follow(ManagedDataset... datasets) {
        return follower.follow(order(datasets), bench.machine(), bench.clock.instant());
    }

    private FollowPolicies order(ManagedDataset... datasets) {
        return new FollowPolicies(++generation, "UTC", List.of(datasets));
    }

    private static ManagedDataset managed(String dataset, SnapshotPolicy policy) {
        return new ManagedDataset(dataset, policy, List.of(), null);
    }

    private static SnapshotPolicy hourly(int count) {
        return new SnapshotPolicy(true, false, true, 0, new Counts(0, count, 0, 0, 0, 0), times(15));
    }

    private static Times times(int frequentMinutes) {
        return times(frequentMinutes, LocalTime.NOON);
    }

    private static Times times(int frequentMinutes, LocalTime daily) {
        return new Times(
                frequentMinutes,
                0,
                daily,
                new Weekly(DayOfWeek.MONDAY, LocalTime.NOON),
                new Monthly(1, LocalTime.NOON),
                new Yearly(MonthDay.of(1, 1), LocalTime.NOON));
    }

    private List<String> snapshots(String dataset) {
        return bench.run("zfs", "list", "-H", "-t", "snapshot", "-o", "name", "-s", "createtxg", "-d", "1", dataset)
                .lines()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }

    private List<List<String>> calls(String verb) {
        return bench.simulated.exec().asked().stream()
                .filter(argv -> argv.get(1).equals(verb))
                .toList();
    }

    private static PoliciesFact fact(Followed followed) {
        return (PoliciesFact) followed.facts().getFirst();
    }
}
