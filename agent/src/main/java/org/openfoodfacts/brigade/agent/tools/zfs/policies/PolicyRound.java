package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotDestruction;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.DueSnapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotSchedule;

/**
 * One look at all managed datasets and what follows from it: first take what is due, then hold what is to be held, then destroy what is past its
 * time; the first and the last as sanoid's two units do. Does nothing twice: what an earlier round did shows in the listing.
 */
final class PolicyRound {
    private static final String REASON = "past the time its policy keeps it";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Orders of other kinds wait meanwhile; the rest is done in the next round. */
    private static final int MOST_DESTROYED = 2000;

    private final FollowPolicies order;
    private final Exec exec;
    private final Instant now;
    private final ZoneId zone;
    private final SnapshotTaking taking;
    private final PolicyHolds holds = new PolicyHolds();
    private int destroyedOrTried;

    PolicyRound(FollowPolicies order, Exec exec, Instant now) {
        this.order = order;
        this.exec = exec;
        this.now = now;
        this.zone = ZoneId.of(order.zone());
        this.taking = new SnapshotTaking(exec);
    }

    PoliciesFact run() {
        List<String> names =
                order.datasets().stream().map(ManagedDataset::dataset).toList();
        SnapshotListing before = SnapshotListing.of(exec, names);
        if (before.problem() != null) {
            return new PoliciesFact(order.generation(), now, List.of(), before.problem());
        }
        taking.take(due(before));
        SnapshotListing after = taking.tookSome() ? SnapshotListing.of(exec, names) : before;
        if (after.problem() != null) {
            return new PoliciesFact(order.generation(), now, List.of(), after.problem());
        }
        Map<String, RetentionPlan> plans = planAndHold(after.withTags(exec));
        List<PolicyRun> runs = order.datasets().stream()
                .map(managed -> finish(managed, plans.get(managed.dataset())))
                .toList();
        return new PoliciesFact(order.generation(), now, runs, null);
    }

    /** By dataset, of those that are there. */
    private Map<String, RetentionPlan> planAndHold(SnapshotListing listing) {
        Map<String, Integer> used = usedPercents();
        Map<String, RetentionPlan> plans = new HashMap<>();
        for (ManagedDataset managed : order.datasets()) {
            String dataset = managed.dataset();
            int percent = used.getOrDefault(dataset.split("/", 2)[0], 0);
            listing.of(dataset).ifPresent(snapshots -> {
                RetentionPlan plan = Retention.plan(managed.policy(), snapshots, managed.protections(), percent, now);
                holds.add(managed, snapshots, plan.destroy());
                plans.put(dataset, plan);
            });
        }
        holds.set(exec);
        return plans;
    }

    private List<SnapshotTaking.Wanted> due(SnapshotListing listing) {
        List<SnapshotTaking.Wanted> wanted = new ArrayList<>();
        for (ManagedDataset managed : order.datasets()) {
            List<Snapshot> snapshots = listing.of(managed.dataset()).orElse(null);
            if (snapshots != null) {
                Set<String> names = new HashSet<>();
                snapshots.forEach(snapshot -> names.add(snapshot.name()));
                SnapshotSchedule.due(managed.policy(), SnapshotSchedule.newest(snapshots), now, zone).stream()
                        .map(due -> new SnapshotTaking.Wanted(
                                managed.dataset(),
                                due.kind(),
                                free(due, names),
                                managed.policy().recursive()))
                        .forEach(wanted::add);
            }
        }
        return wanted;
    }

    private static String free(DueSnapshot due, Set<String> names) {
        return due.names().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .orElseGet(() -> due.names().getLast());
    }

    /** Asked only where a policy defers destroying until a pool is fuller. */
    private Map<String, Integer> usedPercents() {
        Map<String, Integer> used = new HashMap<>();
        if (order.datasets().stream().anyMatch(managed -> managed.policy().pruneDefer() > 0)) {
            ToolLines pools = ToolLines.of(
                    exec,
                    Invocation.of("zpool", "list", "-Hp", "-o", "name,capacity").within(PATIENCE));
            for (String line : pools.lines()) {
                String[] fields = line.split("\t");
                if (fields.length == 2 && fields[1].matches("\\d{1,3}")) {
                    used.put(fields[0], Integer.valueOf(fields[1]));
                }
            }
        }
        return used;
    }

    /** {@code plan} is null when there is no such dataset. */
    private PolicyRun finish(ManagedDataset managed, RetentionPlan plan) {
        String dataset = managed.dataset();
        if (plan == null) {
            return new PolicyRun(dataset, List.of(), 0, 0, 0, "there is no dataset " + dataset);
        }
        if (managed.keepAll() != null) {
            return run(managed, plan, 0, null);
        }
        int destroyed = 0;
        for (DestroySnapshots command : plan.commands(dataset, REASON)) {
            if (destroyedOrTried >= MOST_DESTROYED) {
                return run(managed, plan, destroyed, null);
            }
            destroyedOrTried += command.snapshots().size();
            Outcome outcome = new SnapshotDestruction(exec, LineSink.NONE, Cancellation.never())
                    .destroyListed(command, holds.among(command));
            switch (outcome) {
                case Outcome.Done _ -> destroyed += command.snapshots().size();
                case Outcome.Failed failed -> {
                    return run(managed, plan, destroyed, failed.detail());
                }
                case Outcome.Refused refused -> {
                    return run(managed, plan, destroyed, refused.detail());
                }
            }
        }
        return run(managed, plan, destroyed, null);
    }

    private PolicyRun run(ManagedDataset managed, RetentionPlan plan, int destroyed, String problem) {
        String first = Stream.of(taking.problem(managed.dataset()), problem, holds.problem(managed.dataset()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new PolicyRun(
                managed.dataset(),
                taking.taken(managed.dataset()),
                destroyed,
                plan.spared().size(),
                plan.destroy().size() - destroyed,
                first);
    }

    /** True when the next round need not wait for its time. */
    boolean hasMoreToDo() {
        return destroyedOrTried >= MOST_DESTROYED || holds.hasMoreToDo();
    }
}
