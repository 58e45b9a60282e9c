package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** A round ends in time, on a host with two pools; what it left is done in the next, and nothing that failed is tried before its time. */
class FollowPoliciesTimeTest extends TwoPoolsLab {
    private static final Duration TOO_LONG = Duration.ofSeconds(61);
    private static final ExecResult SILENCE = new ExecResult.TimedOut("", "");

    private final List<List<String>> asked = new ArrayList<>();

    @Test
    void aPoolThatTakesNoneLeavesTheOthersTheirTimeAndIsNotAskedBeforeItsOwn() {
        Machine machine = notTogether(answering(
                SILENCE,
                argv -> argv.get(1).equals("snapshot") && argv.getLast().startsWith("tank")));
        Machine slow = taking(TOO_LONG, argv -> argv.get(1).equals("snapshot"), machine);
        ManagedDataset[] all = {managed(IMAGES, THREE_HOURLY), managed(COPY, THREE_HOURLY), managed(OTHER, THREE_HOURLY)
        };

        assertThat(follow(slow, all))
                .extracting(PolicyRun::problem)
                .containsExactly(
                        "zfs snapshot: did not end in time and was stopped",
                        null,
                        "not taken yet: the round's time was up");
        assertThat(snapshots(COPY)).hasSize(1);

        assertThat(follow(slow, all))
                .extracting(PolicyRun::problem)
                .containsExactly("zfs snapshot: did not end in time and was stopped", null, null);
        assertThat(snapshots(OTHER)).hasSize(1);
        assertThat(asked).filteredOn(argv -> argv.getLast().startsWith("tank")).hasSize(1);
        bench.clock.advance(Duration.ofMinutes(15));
        follow(bench.machine(), all);
        assertThat(snapshots(IMAGES)).hasSize(1);
    }

    @Test
    void whatCouldNotBeTakenIsTriedAgainAtItsTimeAlsoWhenOthersFollowAtOnce() {
        Machine machine = notTogether(answering(
                new ExecResult.Exited(1, "", "cannot create snapshot: out of luck\n", false),
                argv -> argv.get(1).equals("snapshot") && argv.getLast().startsWith(IMAGES)));
        Machine slow = taking(TOO_LONG, argv -> argv.get(1).equals("snapshot") && argv.size() == 3, machine);
        ManagedDataset[] both = {managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY)};

        follow(slow, both);
        assertThat(snapshots(LOGS)).isEmpty();
        List<PolicyRun> second = follow(slow, both);

        assertThat(snapshots(LOGS)).hasSize(1);
        assertThat(second.getFirst().problem()).contains("out of luck");
        assertThat(second.getLast().problem()).isNull();
        assertThat(asked).filteredOn(argv -> argv.getLast().startsWith(IMAGES)).hasSize(1);
    }

    @Test
    void asManyFailuresAsYouLikeInOnePoolKeepNoOtherFromBeingPruned() {
        List<ManagedDataset> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            bench.run("zfs", "create", SITES + "/" + i);
            old(SITES + "/" + i, 5);
            all.add(managed(SITES + "/" + i, THREE_HOURLY));
        }
        old(COPY, 5);
        all.add(managed(COPY, THREE_HOURLY));
        bench.clock.advance(Duration.ofDays(9));
        Machine stubborn = answering(
                new ExecResult.Exited(1, "", "cannot destroy: out of luck\n", false),
                argv -> argv.contains("-nvp") && argv.getLast().startsWith("tank"));

        List<PolicyRun> runs = follow(stubborn, all.toArray(ManagedDataset[]::new));

        assertThat(runs.getLast().destroyed()).isEqualTo(3);
        assertThat(runs.subList(0, 25))
                .extracting(PolicyRun::problem)
                .allSatisfy(problem -> assertThat(problem).contains("out of luck"));
    }

    @Test
    void holdsThatNoTimeWasLeftForFollowAtOnce() {
        bench.run("zfs", "snapshot", COPY + "@autosnap_1_hourly");
        bench.run("zfs", "hold", "somebody", COPY + "@autosnap_1_hourly");
        Machine slow = taking(TOO_LONG, argv -> argv.get(1).equals("holds"), bench.machine());
        ManagedDataset[] all = {managed(IMAGES, THREE_HOURLY), managed(COPY, holding(false))};

        follow(slow, all);
        assertThat(calls("hold")).hasSize(1);
        follow(slow, all);

        assertThat(bench.run("zfs", "holds", "-H", COPY + "@autosnap_1_hourly")).contains(SnapshotPolicy.HOLD_TAG);
        int before = bench.simulated.exec().asked().size();
        follow(slow, all);
        assertThat(bench.simulated.exec().asked()).as("all is done").hasSize(before);
    }

    @Test
    void whereItTakesLongToTellWhoHoldsThoseThatWereNotAskedForComeFirstNextTime() {
        for (String dataset : List.of(IMAGES, LOGS)) {
            List<String> hold = new ArrayList<>(List.of("zfs", "hold", "somebody"));
            for (int i = 0; i < 1000; i++) {
                bench.run("zfs", "snapshot", dataset + "@by-hand-" + i);
                hold.add(dataset + "@by-hand-" + i);
            }
            bench.run(hold.toArray(String[]::new));
        }
        Machine slow = taking(TOO_LONG, argv -> argv.get(1).equals("holds"), bench.machine());
        ManagedDataset[] both = {managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY)};

        for (String left : List.of(LOGS, IMAGES, LOGS)) {
            assertThat(follow(slow, both))
                    .filteredOn(run -> run.problem() != null)
                    .singleElement()
                    .satisfies(run -> assertThat(run.dataset()).isEqualTo(left))
                    .satisfies(run -> assertThat(run.problem()).contains("does not say who holds"));
            bench.clock.advance(Duration.ofMinutes(15));
        }
        assertThat(asked).hasSize(3);
    }

    /** With two that are slow a third one would be left each time. */
    @Test
    void aPoolThatLeftNothingIsNotLookedAtAgainForTheOthers() {
        old(IMAGES, 5);
        old(LOGS, 5);
        bench.clock.advance(Duration.ofDays(9));
        Machine slow = taking(TOO_LONG, argv -> argv.contains("-nvp"), bench.machine());
        ManagedDataset[] all = {managed(COPY, THREE_HOURLY), managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY)
        };

        follow(slow, all);
        int before = bench.simulated.exec().asked().size();
        List<PolicyRun> second = follow(slow, all);

        assertThat(second).extracting(PolicyRun::destroyed).containsExactly(0, 0, 3);
        assertThat(bench.simulated
                        .exec()
                        .asked()
                        .subList(before, bench.simulated.exec().asked().size()))
                .noneMatch(argv -> argv.contains(COPY));
    }

    @Test
    void oneThatIsInUseLeavesTheFurtherPartsToTheNextRound() {
        old(IMAGES, 300);
        bench.clock.advance(Duration.ofDays(9));
        String used = IMAGES + "@autosnap_old-1_hourly";
        List<String> inUse = new ArrayList<>();
        Machine busy = answering(
                new ExecResult.Exited(1, "", "cannot destroy snapshot " + used + ": dataset is busy\n", false),
                argv -> argv.equals(List.of("zfs", "destroy", used)));
        Machine slow = taking(
                TOO_LONG,
                argv -> {
                    if (argv.contains("-nvp") && inUse.isEmpty()) {
                        bench.run("zfs", "hold", "reader", used);
                        inUse.add(used);
                    }
                    return argv.contains("-nvp");
                },
                busy);

        PolicyRun first = follow(slow, managed(IMAGES, THREE_HOURLY)).getFirst();
        PolicyRun second = follow(slow, managed(IMAGES, THREE_HOURLY)).getFirst();

        assertThat(first.destroyed()).isEqualTo(249);
        assertThat(first.problem()).startsWith("in use: " + used);
        assertThat(second.destroyed()).isEqualTo(48);
    }

    @Test
    void aFailureThatIsOverIsNotToldAgainWhereThePoolHadNoTurn() {
        Machine failing = answering(
                new ExecResult.Exited(1, "", "cannot create snapshot: out of luck\n", false),
                argv -> argv.get(1).equals("snapshot") && argv.getLast().startsWith(COPY));
        ManagedDataset[] all = {managed(IMAGES, THREE_HOURLY), managed(COPY, THREE_HOURLY)};
        assertThat(follow(failing, all).getLast().problem()).contains("out of luck");
        old(IMAGES, 5);
        bench.clock.advance(Duration.ofDays(9));

        PolicyRun run = follow(taking(TOO_LONG, argv -> argv.contains("-nvp"), bench.machine()), all)
                .getLast();

        assertThat(run.taken()).hasSize(1);
        assertThat(run.problem()).isNull();
    }

    @Test
    void afterAllPoolsWereSilentOneIsAskedAtATime() {
        Machine silent = answering(SILENCE, argv -> argv.get(1).equals("list") && asked.add(argv));
        ManagedDataset[] all = {managed(IMAGES, THREE_HOURLY), managed(COPY, THREE_HOURLY)};

        assertThat(follow(silent, all)).isEmpty();
        follow(silent, all);
        follow(silent, all);

        assertThat(asked).extracting(List::getLast).containsExactly(IMAGES, COPY, IMAGES, COPY);
        Followed followed = timed.follow(order(all), bench.machine(), bench.clock.instant());
        assertThat(followed.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(snapshots(COPY)).hasSize(1);
    }

    private List<PolicyRun> follow(Machine machine, ManagedDataset... datasets) {
        return fact(timed.follow(order(datasets), machine, bench.clock.instant()))
                .runs();
    }

    private static SnapshotPolicy holding(boolean takes) {
        return new SnapshotPolicy(
                takes, false, true, 0, THREE_HOURLY.counts(), THREE_HOURLY.times(), List.of(SnapshotKind.HOURLY));
    }

    private void old(String dataset, int count) {
        for (int i = 0; i < count; i++) {
            bench.run("zfs", "snapshot", dataset + "@autosnap_old-" + i + "_hourly");
        }
    }

    /** zfs takes none of several in a call. */
    private Machine notTogether(Machine machine) {
        return new Machine(
                (invocation, lines, cancellation) -> invocation.argv().get(1).equals("snapshot")
                                && invocation.argv().size() > 3
                        ? new ExecResult.Exited(1, "", "cannot create snapshots: one is in the way\n", false)
                        : machine.exec().run(invocation, lines, cancellation),
                machine.root());
    }

    /** These calls, which are written down, take it so long. */
    private Machine taking(Duration time, Predicate<List<String>> calls, Machine machine) {
        return new Machine(
                (invocation, lines, cancellation) -> {
                    if (calls.test(invocation.argv())) {
                        asked.add(invocation.argv());
                        nanos.addAndGet(time.toNanos());
                    }
                    return machine.exec().run(invocation, lines, cancellation);
                },
                machine.root());
    }
}
