package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;

/** A host with a second pool, and one of them, or a dataset, is in trouble or slow: the other has its due all the same, and so have other orders. */
class FollowPoliciesPoolsTest extends TwoPoolsLab {
    @Test
    void aPoolThatIsSuspendedKeepsNoOtherWaiting() {
        Machine suspended = complaining("backup", """
                cannot open 'backup/copy': pool I/O is currently suspended
                cannot open 'backup/other': pool I/O is currently suspended
                """);

        Followed followed = follow(
                suspended, managed(COPY, THREE_HOURLY), managed(IMAGES, THREE_HOURLY), managed(OTHER, THREE_HOURLY));

        assertThat(snapshots(IMAGES)).hasSize(1);
        assertThat(followed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fact(followed).runs())
                .extracting(PolicyRun::problem)
                .containsExactly(
                        "zfs list: cannot open 'backup/copy': pool I/O is currently suspended",
                        null,
                        "zfs list: cannot open 'backup/other': pool I/O is currently suspended");
    }

    @Test
    void aPoolThatDoesNotAnswerKeepsNoOtherWaiting() {
        Machine hanging = answering(new ExecResult.TimedOut("", ""), argv -> isListOf("backup", argv));

        Followed followed = follow(hanging, managed(COPY, THREE_HOURLY), managed(IMAGES, THREE_HOURLY));

        assertThat(snapshots(IMAGES)).hasSize(1);
        assertThat(fact(followed).runs())
                .extracting(PolicyRun::problem)
                .containsExactly("zfs list: did not end in time and was stopped", null);
        bench.clock.advance(Duration.ofMinutes(15));
        assertThat(follow(bench.machine(), managed(COPY, THREE_HOURLY)).outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(snapshots(COPY)).hasSize(1);
    }

    @Test
    void aDatasetThatCannotBeReadKeepsNoOtherOfItsPoolWaiting() {
        Machine torn = complaining("backup", "cannot open 'backup/copy': I/O error\n");

        Followed followed = follow(torn, managed(COPY, THREE_HOURLY), managed(OTHER, THREE_HOURLY));

        assertThat(snapshots(OTHER)).hasSize(1);
        assertThat(snapshots(COPY)).isEmpty();
        assertThat(fact(followed).runs())
                .extracting(PolicyRun::problem)
                .containsExactly("zfs list: cannot open 'backup/copy': I/O error", null);
    }

    /** Bans are applied by the same loop. */
    @Test
    void aRoundEndsInTimeAndTheNextGoesOnWithWhatIsDueFirst() {
        old(IMAGES, 5);
        old(LOGS, 5);
        old(COPY, 5);
        ManagedDataset[] all = {managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY), managed(COPY, THREE_HOURLY)
        };
        bench.clock.advance(Duration.ofDays(9));
        Machine slow = slow(Duration.ofSeconds(61));

        Followed first = follow(slow, all);
        assertThat(first.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(fact(first).runs()).extracting(PolicyRun::destroyed).containsExactly(3, 0, 0);
        assertThat(fact(first).runs()).allSatisfy(run -> assertThat(run.taken()).hasSize(1));

        assertThat(fact(follow(slow, all)).runs())
                .as("the other pool has its turn")
                .extracting(PolicyRun::destroyed)
                .containsExactly(0, 0, 3);
        bench.clock.advance(Duration.ofHours(1));
        int before = bench.simulated.exec().asked().size();
        assertThat(fact(follow(slow, all)).runs())
                .extracting(PolicyRun::taken)
                .allSatisfy(taken -> assertThat(taken).hasSize(1));
        List<String> verbs = bench.simulated.exec().asked().stream()
                .skip(before)
                .map(argv -> argv.get(1))
                .filter(verb -> !verb.equals("list"))
                .toList();
        assertThat(verbs.subList(0, 2)).containsOnly("snapshot");
        assertThat(verbs).filteredOn("destroy"::equals).hasSize(1);
    }

    @Test
    void aPoolThatDidNotAnswerIsAskedAgainAtItsTimeAlsoWhenOthersGoOnAtOnce() {
        old(IMAGES, 5);
        old(LOGS, 5);
        bench.clock.advance(Duration.ofDays(9));
        List<List<String>> asked = new ArrayList<>();
        Machine hanging =
                answering(new ExecResult.TimedOut("", ""), argv -> isListOf("backup", argv) && asked.add(argv));
        Machine slowToo = slow(Duration.ofSeconds(61), hanging);
        ManagedDataset[] all = {managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY), managed(COPY, THREE_HOURLY)
        };

        follow(slowToo, all);
        Followed second = follow(slowToo, all);

        assertThat(fact(second).runs()).extracting(PolicyRun::destroyed).containsExactly(0, 3, 0);
        assertThat(fact(second).runs().getLast().problem()).contains("did not end in time");
        assertThat(asked).hasSize(1);
        bench.clock.advance(Duration.ofMinutes(15));
        follow(slowToo, all);
        assertThat(asked).hasSize(2);
    }

    /** Each may take ten minutes. */
    @Test
    void whatFailedIsTriedAgainAtItsTimeAlsoWhenOthersGoOnAtOnce() {
        old(IMAGES, 5);
        old(LOGS, 5);
        bench.clock.advance(Duration.ofDays(9));
        List<String> asked = new ArrayList<>();
        Machine failing = new Machine(
                (invocation, lines, cancellation) -> {
                    if (!invocation.argv().contains("-nvp")) {
                        return bench.machine().exec().run(invocation, lines, cancellation);
                    }
                    asked.add(invocation.argv().getLast().split("@", 2)[0]);
                    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
                    return new ExecResult.TimedOut("", "");
                },
                bench.machine().root());
        ManagedDataset[] both = {managed(IMAGES, THREE_HOURLY), managed(LOGS, THREE_HOURLY)};

        follow(failing, both);
        assertThat(asked).containsExactly(IMAGES);
        Followed second = follow(failing, both);
        assertThat(asked).containsExactly(IMAGES, LOGS);
        assertThat(fact(second).runs())
                .extracting(PolicyRun::problem)
                .allSatisfy(problem -> assertThat(problem).contains("did not end in time"));
        follow(failing, both);
        assertThat(asked).as("until the next quarter").hasSize(2);
        bench.clock.advance(Duration.ofMinutes(15));
        follow(failing, both);
        assertThat(asked).as("the one that has waited longer").containsExactly(IMAGES, LOGS, IMAGES);
    }

    private Followed follow(Machine machine, ManagedDataset... datasets) {
        return timed.follow(order(datasets), machine, bench.clock.instant());
    }

    private void old(String dataset, int count) {
        for (int i = 0; i < count; i++) {
            bench.run("zfs", "snapshot", dataset + "@autosnap_old-" + i + "_hourly");
        }
    }

    /** To say what it would destroy takes it so long. */
    private Machine slow(Duration time) {
        return slow(time, bench.machine());
    }

    private Machine slow(Duration time, Machine machine) {
        return new Machine(
                (invocation, lines, cancellation) -> {
                    if (invocation.argv().contains("-nvp")) {
                        nanos.addAndGet(time.toNanos());
                    }
                    return machine.exec().run(invocation, lines, cancellation);
                },
                bench.machine().root());
    }

    /** zfs lists what it can read, and says so of the others. */
    private Machine complaining(String pool, String words) {
        return new Machine(
                (invocation, lines, cancellation) -> {
                    if (!isListOf(pool, invocation.argv())) {
                        return bench.machine().exec().run(invocation, lines, cancellation);
                    }
                    List<String> readable = invocation.argv().stream()
                            .filter(argument -> !words.contains("'" + argument + "'"))
                            .toList();
                    if (readable.stream().anyMatch(argument -> argument.contains("/"))) {
                        bench.machine().exec().run(Invocation.of(readable.toArray(String[]::new)), lines, cancellation);
                    }
                    return new ExecResult.Exited(1, "", words, false);
                },
                bench.machine().root());
    }

    private static boolean isListOf(String pool, List<String> argv) {
        return argv.get(1).equals("list") && argv.stream().anyMatch(argument -> argument.startsWith(pool + "/"));
    }
}
