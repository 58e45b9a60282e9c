package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;

/** The agent takes and destroys a machine's snapshots as policies say. */
class FollowPoliciesTest extends PolicyLab {
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
    void whatThePolicyHoldsIsHeldWhileItIsKeptAndNoLonger() {
        for (int hour = 0; hour < 3; hour++) {
            follow(managed(IMAGES, holding(SnapshotKind.HOURLY)), managed(LOGS, THREE_HOURLY));
            bench.clock.advance(Duration.ofHours(1));
        }
        assertThat(held(IMAGES)).hasSize(3);
        assertThat(held(LOGS)).isEmpty();
        assertThat(bench.machine()
                        .exec()
                        .run(Invocation.of(
                                "zfs",
                                "destroy",
                                IMAGES + "@" + snapshots(IMAGES).getFirst())))
                .as("a hand that slips takes nothing")
                .asString()
                .contains("it's being held");

        for (int hour = 0; hour < 3; hour++) {
            follow(managed(IMAGES, holding(SnapshotKind.HOURLY)), managed(LOGS, THREE_HOURLY));
            bench.clock.advance(Duration.ofHours(1));
        }
        assertThat(snapshots(IMAGES)).hasSize(4).doesNotContain("autosnap_2026-11-24_06:00:00_hourly");
        assertThat(held(IMAGES)).hasSize(4);

        int holds = calls("hold").size();
        PoliciesFact fact = fact(follow(managed(IMAGES, holding(SnapshotKind.DAILY)), managed(LOGS, THREE_HOURLY)));
        assertThat(fact.runs()).allSatisfy(run -> assertThat(run.problem()).isNull());
        assertThat(held(IMAGES)).as("of another kind now").isEmpty();
        assertThat(calls("hold")).hasSize(holds);
    }

    @Test
    void whatIsPastItsTimeStaysHeldWhileEverythingIsKept() {
        for (int hour = 0; hour < 6; hour++) {
            follow(new ManagedDataset(IMAGES, holding(SnapshotKind.HOURLY), List.of(), "a copy was never seen"));
            bench.clock.advance(Duration.ofHours(1));
        }

        assertThat(held(IMAGES)).hasSize(6).isEqualTo(snapshots(IMAGES));
    }

    /** zfs waits for the pool after each: orders of other kinds must not wait for a thousand. */
    @Test
    void veryManyAreHeldInSeveralRoundsThatFollowEachOther() {
        for (int i = 0; i < 520; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_" + i + "_hourly");
        }
        SnapshotPolicy policy = new SnapshotPolicy(
                false, false, true, 0, hourly(600).counts(), THREE_HOURLY.times(), List.of(SnapshotKind.HOURLY));

        follow(managed(IMAGES, policy));
        assertThat(calls("hold")).hasSize(25);
        follow(managed(IMAGES, policy));
        assertThat(calls("hold")).hasSize(26).last().asInstanceOf(LIST).hasSize(3 + 20);
        follow(managed(IMAGES, policy));
        assertThat(calls("hold")).as("all are held").hasSize(26);
    }

    @Test
    void theHoldsOfManyDatasetsAreOneCall() {
        follow(managed(IMAGES, holding(SnapshotKind.HOURLY)), managed(LOGS, holding(SnapshotKind.HOURLY)));

        assertThat(calls("hold")).hasSize(1);
        assertThat(calls("holds")).as("nothing was held before").isEmpty();
    }

    private static SnapshotPolicy holding(SnapshotKind kind) {
        return new SnapshotPolicy(true, false, true, 0, THREE_HOURLY.counts(), THREE_HOURLY.times(), List.of(kind));
    }

    private List<String> held(String dataset) {
        return snapshots(dataset).stream()
                .filter(name -> bench.run("zfs", "holds", "-H", dataset + "@" + name)
                        .contains("\t" + SnapshotPolicy.HOLD_TAG + "\t"))
                .toList();
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
}
