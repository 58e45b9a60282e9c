package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;

/** Snapshots that somebody uses, or that zfs does not hold or let go as the policy says. */
class FollowPoliciesHoldsTest extends PolicyLab {
    @Test
    void whatCannotBeHeldKeepsNoOtherDatasetWaiting() {
        SnapshotPolicy holding = holding();
        for (int i = 0; i < 600; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_" + i + "_hourly");
        }
        for (int i = 0; i < 100; i++) {
            bench.run("zfs", "snapshot", LOGS + "@autosnap_" + i + "_hourly");
        }
        Machine stubborn = answering(
                new ExecResult.TimedOut("", ""),
                argv -> argv.contains("hold") && argv.getLast().startsWith(IMAGES));
        FollowPolicies order = order(managed(IMAGES, holding), managed(LOGS, holding));

        follower.follow(order, stubborn, bench.clock.instant());
        bench.clock.advance(Duration.ofMinutes(15));
        List<PolicyRun> runs =
                fact(follower.follow(order, stubborn, bench.clock.instant())).runs();

        assertThat(bench.run("zfs", "holds", "-H", LOGS + "@autosnap_1_hourly")).contains("brigade:keep");
        assertThat(runs.getFirst().problem()).contains("did not end in time");
        assertThat(runs.getLast().problem()).isNull();
    }

    @Test
    void whatZfsSaysOfAWholeCallIsToldAndIsNotAskedForAtOnceAgain() {
        SnapshotPolicy holding = holding();
        for (int i = 0; i < 600; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_" + i + "_hourly");
        }
        Machine full = answering(
                new ExecResult.Exited(1, "", "cannot hold: out of space\n", false), argv -> argv.contains("hold"));
        FollowPolicies order = order(managed(IMAGES, holding));

        Followed followed = follower.follow(order, full, bench.clock.instant());

        assertThat(followed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(followed.detail()).isEqualTo("cannot hold: out of space");
        int before = bench.simulated.exec().asked().size();
        follower.follow(order, full, bench.clock.instant());
        assertThat(bench.simulated.exec().asked()).hasSize(before);
    }

    /** Which of them the policy holds already nobody knows, and each round would hold the same ones again. */
    @Test
    void whereItIsNotToldWhoHoldsNothingIsHeldAndAfterASilenceNobodyElseIsAskedFor() {
        List<String> held = new ArrayList<>(List.of("zfs", "hold", SnapshotPolicy.HOLD_TAG));
        for (int i = 0; i < 1500; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_" + i + "_hourly");
            held.add(IMAGES + "@autosnap_" + i + "_hourly");
        }
        bench.run("zfs", "snapshot", LOGS + "@autosnap_0_hourly");
        bench.run(held.toArray(String[]::new));
        int before = calls("hold").size();
        List<List<String>> asked = new ArrayList<>();
        Machine silent = answering(new ExecResult.TimedOut("", ""), argv -> argv.contains("holds") && asked.add(argv));
        FollowPolicies order = order(managed(IMAGES, holding()), managed(LOGS, holding()));

        follower.follow(order, silent, bench.clock.instant());
        List<PolicyRun> runs =
                fact(follower.follow(order, silent, bench.clock.instant())).runs();

        assertThat(asked).hasSize(1);
        assertThat(calls("hold"))
                .hasSize(before + 1)
                .last()
                .isEqualTo(List.of("zfs", "hold", SnapshotPolicy.HOLD_TAG, LOGS + "@autosnap_0_hourly"));
        assertThat(runs)
                .extracting(PolicyRun::problem)
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("nothing is destroyed: zfs holds"),
                        none -> assertThat(none).isNull());
    }

    @Test
    void whatCouldNotBeHeldIsToldWhileItStandsAndNoLongerAlsoWhereEverythingIsKept() {
        for (int i = 0; i < 520; i++) {
            bench.run("zfs", "snapshot", LOGS + "@autosnap_" + i + "_hourly");
        }
        bench.run("zfs", "snapshot", IMAGES + "@autosnap_0_hourly");
        Machine stubborn = answering(
                new ExecResult.Exited(
                        1, "", "cannot hold snapshot '" + IMAGES + "@autosnap_0_hourly': no room\n", false),
                argv -> argv.contains("hold") && argv.contains(IMAGES + "@autosnap_0_hourly"));
        ManagedDataset[] both = {
            new ManagedDataset(IMAGES, holding(), List.of(), "a copy was never seen"), managed(LOGS, holding())
        };

        for (int round = 0; round < 2; round++) {
            Followed followed = follower.follow(order(both), stubborn, bench.clock.instant());
            assertThat(fact(followed).runs().getFirst().problem()).contains("no room");
        }
        assertThat(calls("hold")).as("a second round for the others").hasSize(26);
        bench.clock.advance(Duration.ofMinutes(15));
        assertThat(follow(both).outcome()).isEqualTo(Outcome.APPLIED);
    }

    private static SnapshotPolicy holding() {
        return new SnapshotPolicy(
                false,
                false,
                true,
                0,
                new Counts(0, 9000, 0, 0, 0, 0),
                THREE_HOURLY.times(),
                List.of(SnapshotKind.HOURLY));
    }

    /** Of a call that is ended zfs does not say how far it came. */
    @Test
    void aPoolThatIsSlowToLetGoIsPrunedAllTheSame() {
        SnapshotPolicy holding = new SnapshotPolicy(
                false, false, true, 0, THREE_HOURLY.counts(), THREE_HOURLY.times(), List.of(SnapshotKind.HOURLY));
        for (int i = 0; i < 63; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_" + i + "_hourly");
            bench.run("zfs", "hold", SnapshotPolicy.HOLD_TAG, IMAGES + "@autosnap_" + i + "_hourly");
        }
        bench.clock.advance(Duration.ofDays(9));
        Machine slow =
                answering(new ExecResult.TimedOut("", ""), argv -> argv.contains("release") && argv.size() > 3 + 25);

        Followed followed = follower.follow(order(managed(IMAGES, holding)), slow, bench.clock.instant());

        assertThat(followed.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(snapshots(IMAGES)).hasSize(3);
    }

    /** A backup may stand in {@code .zfs/snapshot} for days. */
    @Test
    void whatIsInUseIsToldAndTheOthersGo() {
        for (int i = 0; i < 2010; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_old-" + i + "_hourly");
        }
        bench.clock.advance(Duration.ofDays(9));
        List<String> inUse = new ArrayList<>();
        String used = IMAGES + "@autosnap_old-1_hourly";
        Machine stuck = answering(
                new ExecResult.Exited(1, "", "cannot destroy snapshot " + used + ": dataset is busy\n", false),
                argv -> argv.equals(List.of("zfs", "destroy", used)));
        Machine busy = new Machine(
                (invocation, lines, cancellation) -> {
                    if (invocation.argv().contains("-nvp") && inUse.isEmpty()) {
                        inUse.add(used);
                        bench.run("zfs", "hold", "reader", used);
                    }
                    return stuck.exec().run(invocation, lines, cancellation);
                },
                stuck.root());

        PolicyRun run = fact(follower.follow(order(managed(IMAGES, hourly(3))), busy, bench.clock.instant()))
                .runs()
                .getFirst();

        assertThat(run.destroyed()).isEqualTo(2007);
        assertThat(run.waiting()).isEqualTo(1);
        assertThat(run.problem())
                .isEqualTo("in use: " + used + ": cannot destroy snapshot " + used + ": dataset is busy");
        assertThat(snapshots(IMAGES))
                .containsExactly(
                        "autosnap_old-1_hourly",
                        "autosnap_old-2008_hourly",
                        "autosnap_old-2009_hourly",
                        "autosnap_2026-12-03_06:00:00_hourly");
    }
}
