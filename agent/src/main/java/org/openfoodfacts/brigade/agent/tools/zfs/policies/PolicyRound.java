package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.openfoodfacts.brigade.agent.exec.LineSink;
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
    /** Orders of other kinds wait meanwhile; the rest is done in the next round. */
    private static final int MOST_DESTROYED = 2000;

    /** Each may have waited for zfs in vain. */
    private static final int MOST_FAILED = 20;

    private final FollowPolicies order;
    private final Exec exec;
    private final Instant now;
    private final ZoneId zone;
    private final SnapshotTaking taking;
    private final PolicyHolds holds = new PolicyHolds();
    private final Set<String> failing;
    private PoolFill fill;
    private int destroyed;
    private int failed;

    /** @param failing datasets that an earlier round could not destroy all of; they come last, and this round's are added */
    PolicyRound(FollowPolicies order, Exec exec, Instant now, Set<String> failing) {
        this.failing = failing;
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
        SnapshotListing told = after.withTags(exec);
        Map<String, RetentionPlan> plans = planAndHold(told);
        Map<String, PolicyRun> runs = new HashMap<>();
        for (ManagedDataset managed : failingLast()) {
            boolean untold = told.untold().contains(managed.dataset());
            runs.put(managed.dataset(), finish(managed, plans.get(managed.dataset()), untold));
        }
        return new PoliciesFact(
                order.generation(),
                now,
                order.datasets().stream()
                        .map(managed -> runs.get(managed.dataset()))
                        .toList(),
                null);
    }

    /** What fails again and again keeps no other dataset waiting; of those that fail the one that has waited the longest comes first. */
    private List<ManagedDataset> failingLast() {
        List<String> waiting = List.copyOf(failing);
        return order.datasets().stream()
                .sorted(Comparator.comparingInt(managed -> waiting.indexOf(managed.dataset())))
                .toList();
    }

    /** By dataset, of those that are there. */
    private Map<String, RetentionPlan> planAndHold(SnapshotListing listing) {
        fill = PoolFill.of(exec, order.datasets());
        Map<String, RetentionPlan> plans = new HashMap<>();
        for (ManagedDataset managed : failingLast()) {
            String dataset = managed.dataset();
            listing.of(dataset).ifPresent(snapshots -> {
                RetentionPlan plan =
                        Retention.plan(managed.policy(), snapshots, managed.protections(), fill.percent(managed), now);
                holds.add(managed, snapshots, plan.destroy());
                plans.put(dataset, plan);
            });
        }
        holds.set(exec);
        holds.failed().forEach(this::isFailing);
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

    /** {@code plan} is null when there is no such dataset. */
    private PolicyRun finish(ManagedDataset managed, RetentionPlan plan, boolean untold) {
        String dataset = managed.dataset();
        if (plan == null) {
            return new PolicyRun(dataset, List.of(), 0, 0, 0, "there is no dataset " + dataset);
        }
        if (managed.keepAll() != null) {
            return run(managed, plan, 0, null);
        }
        if (untold) {
            return run(
                    managed, plan, 0, "nothing is destroyed: zfs holds does not say who holds some of its snapshots");
        }
        int ofDataset = 0;
        for (DestroySnapshots command : plan.commands(dataset, REASON)) {
            if (destroyed >= MOST_DESTROYED) {
                return run(managed, plan, ofDataset, null);
            }
            if (failed >= MOST_FAILED) {
                return run(
                        managed, plan, ofDataset, "not tried, for " + MOST_FAILED + " others could not be destroyed");
            }
            String why = destroy(command);
            if (why != null) {
                return run(managed, plan, ofDataset, why);
            }
            ofDataset += command.snapshots().size();
        }
        if (holds.problem(dataset) == null) {
            failing.remove(dataset);
        }
        return run(managed, plan, ofDataset, null);
    }

    /** Null when they are destroyed. */
    private String destroy(DestroySnapshots command) {
        Outcome outcome = new SnapshotDestruction(exec, LineSink.NONE, Cancellation.never())
                .destroyListed(command, holds.among(command));
        return switch (outcome) {
            case Outcome.Done _ -> {
                destroyed += command.snapshots().size();
                yield null;
            }
            case Outcome.Failed(var _, String detail, var _, var _) -> failed(command.dataset(), detail);
            case Outcome.Refused(var _, String detail) -> failed(command.dataset(), detail);
        };
    }

    private String failed(String dataset, String why) {
        failed++;
        isFailing(dataset);
        return why;
    }

    private void isFailing(String dataset) {
        failing.remove(dataset);
        failing.add(dataset);
    }

    private PolicyRun run(ManagedDataset managed, RetentionPlan plan, int ofDataset, String problem) {
        String first = Stream.of(
                        taking.problem(managed.dataset()),
                        problem,
                        fill.problem(managed),
                        holds.problem(managed.dataset()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new PolicyRun(
                managed.dataset(),
                taking.taken(managed.dataset()),
                ofDataset,
                plan.spared().size(),
                plan.destroy().size() - ofDataset,
                first);
    }

    /** True when the next round need not wait for its time. */
    boolean hasMoreToDo() {
        return destroyed >= MOST_DESTROYED || holds.hasMoreToDo();
    }
}
