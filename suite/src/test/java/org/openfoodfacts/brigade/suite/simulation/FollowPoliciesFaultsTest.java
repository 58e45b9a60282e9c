package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;

/** What is in the agent's way while it keeps snapshots by policy, and what it leaves behind. */
class FollowPoliciesFaultsTest extends PolicyLab {
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
        SnapshotPolicy policy = new SnapshotPolicy(
                true, false, true, 0, new Counts(0, 1, 0, 0, 0, 0), times(15), List.of(SnapshotKind.HOURLY));
        follow(managed(IMAGES, policy), managed(LOGS, policy));
        bench.clock.advance(Duration.ofHours(2));
        int deaths = 0;
        for (int calls = 1; dies(calls, order(managed(IMAGES, policy), managed(LOGS, policy))); calls++) {
            deaths++;
        }
        follow(managed(IMAGES, policy), managed(LOGS, policy));

        assertThat(deaths).isGreaterThan(4);
        assertThat(snapshots(IMAGES)).containsExactly("autosnap_2026-11-24_08:00:00_hourly");
        assertThat(snapshots(LOGS)).containsExactly("autosnap_2026-11-24_08:00:00_hourly");
    }

    /** A fresh agent that dies right after so many calls; false when it needed fewer. */
    private boolean dies(int calls, FollowPolicies order) {
        return DyingExec.kills(
                bench.simulated.exec(),
                DyingExec.call(calls),
                exec -> new FollowPoliciesFollower()
                        .follow(order, new Machine(exec, bench.machine().root()), bench.clock.instant()));
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
    void whatCannotBeDestroyedKeepsNoOtherDatasetWaitingAndIsTriedAgainAtItsTime() {
        for (int i = 0; i < 2100; i++) {
            bench.run("zfs", "snapshot", LOGS + "@autosnap_old-" + i + "_hourly");
        }
        for (int i = 0; i < 5; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_old-" + i + "_hourly");
        }
        bench.clock.advance(Duration.ofDays(9));
        Machine stubborn = answering(
                new ExecResult.Exited(1, "", "cannot destroy: out of luck\n", false),
                argv -> argv.contains("-nvp") && argv.getLast().startsWith(LOGS));
        FollowPolicies order = order(managed(LOGS, THREE_HOURLY), managed(IMAGES, THREE_HOURLY));

        List<PolicyRun> runs =
                fact(follower.follow(order, stubborn, bench.clock.instant())).runs();

        assertThat(runs).extracting(PolicyRun::dataset).containsExactly(LOGS, IMAGES);
        assertThat(runs).extracting(PolicyRun::destroyed).containsExactly(0, 3);
        assertThat(runs.getFirst().problem()).contains("out of luck");
        int before = bench.simulated.exec().asked().size();
        follower.follow(order, stubborn, bench.clock.instant().plusSeconds(1));
        assertThat(bench.simulated.exec().asked()).as("nothing was destroyed").hasSize(before);
        bench.clock.advance(Duration.ofMinutes(15));
        assertThat(fact(follower.follow(order, bench.machine(), bench.clock.instant()))
                        .runs())
                .extracting(PolicyRun::problem)
                .containsOnlyNulls();
    }

    @Test
    void howFullAPoolIsMustBeKnownWhereAPolicyWaitsForIt() {
        SnapshotPolicy deferring =
                new SnapshotPolicy(true, false, true, 60, THREE_HOURLY.counts(), THREE_HOURLY.times());
        Machine silent = answering(
                new ExecResult.Exited(1, "", "cannot open: no such device\n", false),
                argv -> argv.getFirst().equals("zpool"));

        Followed followed = follower.follow(
                order(managed(IMAGES, deferring), managed(LOGS, THREE_HOURLY)), silent, bench.clock.instant());

        assertThat(fact(followed).runs())
                .extracting(PolicyRun::problem)
                .containsExactly(
                        "how full tank is cannot be told, so nothing is destroyed: zpool list: cannot open: no such device",
                        null);
        assertThat(followed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fact(follow(managed(IMAGES, deferring))).runs())
                .extracting(PolicyRun::problem)
                .containsOnlyNulls();
    }

    /** What lies between two holds of a pair is needed, and whose they are nobody knows now. */
    @Test
    void whereItIsNotToldWhoHoldsNothingIsDestroyed() {
        for (int i = 0; i < 5; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_old-" + i + "_hourly");
        }
        bench.run("zfs", "hold", "brigade:0123456789ab", IMAGES + "@autosnap_old-0_hourly");
        bench.clock.advance(Duration.ofDays(9));
        Machine silent = answering(new ExecResult.TimedOut("", ""), argv -> argv.contains("holds"));
        FollowPolicies order = order(managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY));

        List<PolicyRun> runs =
                fact(follower.follow(order, silent, bench.clock.instant())).runs();

        assertThat(runs).extracting(PolicyRun::destroyed).containsExactly(0, 0);
        assertThat(runs)
                .extracting(PolicyRun::problem)
                .containsExactly("nothing is destroyed: zfs holds does not say who holds some of its snapshots", null);
        assertThat(fact(follow(managed(IMAGES, THREE_HOURLY))).runs().getFirst().destroyed())
                .isEqualTo(2);
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
}
