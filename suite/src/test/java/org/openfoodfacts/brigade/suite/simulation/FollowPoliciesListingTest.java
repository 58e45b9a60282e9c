package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;

/** What zfs lists is a part, and ends as if it were the whole: docs/adr/0164. */
class FollowPoliciesListingTest extends PolicyLab {
    private static final String CUT = "cannot iterate filesystems: I/O error";

    private final List<List<String>> listed = new ArrayList<>();

    @Test
    void ofADatasetWhoseSnapshotsWereCutOffNothingIsTakenOrDestroyed() {
        for (int i = 0; i < 5; i++) {
            bench.run("zfs", "snapshot", IMAGES + "@autosnap_old-" + i + "_hourly");
        }
        bench.clock.advance(Duration.ofDays(9));
        bench.run("zfs", "snapshot", IMAGES + "@autosnap_new_hourly");
        List<String> before = snapshots(IMAGES);

        List<PolicyRun> runs = follow(cutting(IMAGES), managed(IMAGES, hourly(1)), managed(LOGS, hourly(1)));

        assertThat(snapshots(IMAGES)).isEqualTo(before);
        assertThat(snapshots(LOGS)).hasSize(1);
        assertThat(runs).extracting(PolicyRun::problem).containsExactly("zfs list: " + CUT, null);
        bench.clock.advance(Duration.ofMinutes(15));
        assertThat(follow(bench.machine(), managed(IMAGES, hourly(1)), managed(LOGS, hourly(1))))
                .extracting(PolicyRun::destroyed)
                .containsExactly(5, 0);
    }

    @Test
    void whichOfVeryManyItIsIsFoundWithFewCalls() {
        ManagedDataset[] all = new ManagedDataset[64];
        for (int i = 0; i < all.length; i++) {
            bench.run("zfs", "create", SITES + "/" + i);
            all[i] = managed(SITES + "/" + i, THREE_HOURLY);
        }

        List<PolicyRun> runs = follow(cutting(SITES + "/40"), all);

        assertThat(runs)
                .filteredOn(run -> run.problem() != null)
                .extracting(PolicyRun::dataset)
                .containsExactly(SITES + "/40");
        assertThat(runs).filteredOn(run -> run.taken().size() == 1).hasSize(63);
        assertThat(listed.stream().filter(argv -> argv.contains(SITES + "/40"))).hasSize(2 * 7);
        assertThat(listed).as("twice, for something was taken").hasSize(2 * 13);
    }

    private List<PolicyRun> follow(Machine machine, ManagedDataset... datasets) {
        FollowPolicies order = order(datasets);
        return fact(follower.follow(order, machine, bench.clock.instant())).runs();
    }

    /** zfs lists but the first of the dataset's snapshots. */
    private Machine cutting(String dataset) {
        return new Machine(
                (invocation, lines, cancellation) -> {
                    List<String> argv = invocation.argv();
                    if (!argv.get(1).equals("list") || !argv.contains("createtxg")) {
                        return bench.machine().exec().run(invocation, lines, cancellation);
                    }
                    listed.add(argv);
                    if (!argv.contains(dataset)) {
                        return bench.machine().exec().run(invocation, lines, cancellation);
                    }
                    bench.machine().exec().run(invocation, firstOf(dataset, lines), cancellation);
                    return new ExecResult.Exited(0, "", CUT + "\n", false);
                },
                bench.machine().root());
    }

    private static LineSink firstOf(String dataset, LineSink lines) {
        List<String> seen = new ArrayList<>();
        return new LineSink() {
            @Override
            public void line(boolean error, String line) {
                boolean own = line.startsWith(dataset + "@");
                if (!own || seen.isEmpty()) {
                    lines.line(error, line);
                }
                if (own) {
                    seen.add(line);
                }
            }

            @Override
            public boolean parses() {
                return lines.parses();
            }

            @Override
            public boolean isInsteadOfOutput() {
                return lines.isInsteadOfOutput();
            }
        };
    }
}
