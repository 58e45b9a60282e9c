package org.openfoodfacts.brigade.suite.simulation;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

/** A host with one pool whose agent keeps snapshots by policy; the clock stands at 06:00 UTC to begin with. */
abstract class PolicyLab {
    static final String SITES = "tank/sites";
    static final String IMAGES = "tank/sites/images";
    static final String LOGS = "tank/logs";
    static final SnapshotPolicy THREE_HOURLY = hourly(3);

    @TempDir
    Path folder;

    final FollowPoliciesFollower follower = new FollowPoliciesFollower();
    Workbench bench;
    long generation;

    @BeforeEach
    void aHostWithOnePool() {
        bench = new Workbench(
                folder,
                Description.of("north1", "host", "10.0.0.1")
                        .withPools(new Description.SimulatedPool("tank", 4L << 40, List.of(IMAGES, LOGS))));
    }

    Followed follow(ManagedDataset... datasets) {
        return follower.follow(order(datasets), bench.machine(), bench.clock.instant());
    }

    FollowPolicies order(ManagedDataset... datasets) {
        return new FollowPolicies(++generation, "UTC", List.of(datasets));
    }

    static ManagedDataset managed(String dataset, SnapshotPolicy policy) {
        return new ManagedDataset(dataset, policy, List.of(), null);
    }

    static SnapshotPolicy hourly(int count) {
        return new SnapshotPolicy(true, false, true, 0, new Counts(0, count, 0, 0, 0, 0), times(15));
    }

    static Times times(int frequentMinutes) {
        return times(frequentMinutes, LocalTime.NOON);
    }

    static Times times(int frequentMinutes, LocalTime daily) {
        return new Times(
                frequentMinutes,
                0,
                daily,
                new Weekly(DayOfWeek.MONDAY, LocalTime.NOON),
                new Monthly(1, LocalTime.NOON),
                new Yearly(MonthDay.of(1, 1), LocalTime.NOON));
    }

    List<String> snapshots(String dataset) {
        return bench.run("zfs", "list", "-H", "-t", "snapshot", "-o", "name", "-s", "createtxg", "-d", "1", dataset)
                .lines()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }

    List<List<String>> calls(String verb) {
        return bench.simulated.exec().asked().stream()
                .filter(argv -> argv.get(1).equals(verb))
                .toList();
    }

    /** The machine, but for the calls that are answered so. */
    Machine answering(ExecResult answer, Predicate<List<String>> to) {
        return new Machine(
                (invocation, lines, cancellation) -> to.test(invocation.argv())
                        ? answer
                        : bench.machine().exec().run(invocation, lines, cancellation),
                bench.machine().root());
    }

    static PoliciesFact fact(Followed followed) {
        return (PoliciesFact) followed.facts().getFirst();
    }
}
