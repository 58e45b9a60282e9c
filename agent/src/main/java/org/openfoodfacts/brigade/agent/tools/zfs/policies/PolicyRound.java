package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.DueSnapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotSchedule;

/**
 * One look at all managed datasets and what follows from it: first take what is due in all pools, then, pool by pool, hold what is to be held and destroy
 * what is past its time; the first and the last as sanoid's two units do. Does nothing twice: what an earlier round did shows in the listing.
 */
final class PolicyRound {
    private final FollowPolicies order;
    private final Exec exec;
    private final Instant now;
    private final ZoneId zone;
    private final PolicyTurns turns;
    private final boolean isFollowUp;
    private final SnapshotTaking taking;
    private final RoundLimits limits;
    private final Map<String, List<ManagedDataset>> pools = new LinkedHashMap<>();
    /** Of the pools in which nothing has changed since. */
    private final Map<String, SnapshotListing> listings = new HashMap<>();

    private boolean leavesSome;

    /**
     * @param nanos a clock that nobody sets
     * @param isFollowUp it does what the last one left, and tries nothing again that failed
     */
    PolicyRound(
            FollowPolicies order, Exec exec, Instant now, LongSupplier nanos, PolicyTurns turns, boolean isFollowUp) {
        this.order = order;
        this.exec = exec;
        this.now = now;
        this.zone = ZoneId.of(order.zone());
        this.turns = turns;
        this.isFollowUp = isFollowUp;
        this.taking = new SnapshotTaking(exec, new RoundLimits(nanos));
        this.limits = new RoundLimits(nanos);
    }

    PoliciesFact run() {
        for (ManagedDataset managed : order.datasets()) {
            pools.computeIfAbsent(ZfsNames.pool(managed.dataset()), _ -> new ArrayList<>())
                    .add(managed);
        }
        pools.keySet().forEach(this::takeIn);
        List<String> unlisted = listings.values().stream()
                .filter(listing -> listing.problem() != null)
                .map(SnapshotListing::problem)
                .toList();
        return !unlisted.isEmpty() && unlisted.size() == pools.size()
                ? new PoliciesFact(order.generation(), now, List.of(), unlisted.getFirst())
                : new PoliciesFact(order.generation(), now, inOrder(prune()), null);
    }

    private void takeIn(String pool) {
        List<ManagedDataset> managed = pools.get(pool);
        SnapshotListing listing = list(pool);
        if (!taking.take(due(managed, listing))) {
            listings.put(pool, listing);
        }
    }

    private SnapshotListing list(String pool) {
        String silence = turns.silence(pool);
        if (isFollowUp && silence != null) {
            return SnapshotListing.unanswered(silence);
        }
        SnapshotListing listing = SnapshotListing.of(
                exec, pools.get(pool).stream().map(ManagedDataset::dataset).toList());
        turns.listed(pool, listing.problem());
        return listing;
    }

    private Map<String, PolicyRun> prune() {
        PoolFill fill = PoolFill.of(exec, order.datasets());
        Map<String, PolicyRun> runs = new HashMap<>();
        for (String pool : turns.poolsInTurn(pools.keySet())) {
            List<ManagedDataset> managed = pools.get(pool);
            if (limits.isReached()) {
                leavesSome = true;
                managed.forEach(one -> runs.put(one.dataset(), unreached(one.dataset())));
                continue;
            }
            SnapshotListing known = listings.remove(pool);
            PoolPruning pruning = new PoolPruning(
                    exec, now, taking, fill, turns, limits, isFollowUp, known == null ? list(pool) : known);
            pruning.run(managed).forEach(run -> runs.put(run.dataset(), run));
            leavesSome |= pruning.leavesSome();
            turns.hadItsTurn(pool);
        }
        return runs;
    }

    /** What stays of it is as it was when its pool had its turn. */
    private PolicyRun unreached(String dataset) {
        PolicyRun last = turns.lastRun(dataset);
        List<String> taken = taking.taken(dataset);
        String problem = taking.problem(dataset);
        return last == null
                ? new PolicyRun(dataset, taken, 0, 0, 0, problem)
                : new PolicyRun(
                        dataset, taken, 0, last.spared(), last.waiting(), problem == null ? last.problem() : problem);
    }

    private List<PolicyRun> inOrder(Map<String, PolicyRun> runs) {
        runs.values().forEach(turns::ran);
        return order.datasets().stream()
                .map(managed -> runs.get(managed.dataset()))
                .toList();
    }

    private List<SnapshotTaking.Wanted> due(List<ManagedDataset> all, SnapshotListing listing) {
        List<SnapshotTaking.Wanted> wanted = new ArrayList<>();
        for (ManagedDataset managed : all) {
            List<Snapshot> snapshots = listing.of(managed.dataset()).orElse(null);
            if (snapshots != null) {
                SnapshotSchedule.due(managed.policy(), SnapshotSchedule.newest(snapshots), now, zone).stream()
                        .map(due -> new SnapshotTaking.Wanted(
                                managed.dataset(),
                                due.kind(),
                                free(due, snapshots),
                                managed.policy().recursive()))
                        .forEach(wanted::add);
            }
        }
        return wanted;
    }

    private static String free(DueSnapshot due, List<Snapshot> snapshots) {
        Set<String> names = new HashSet<>();
        snapshots.forEach(snapshot -> names.add(snapshot.name()));
        return due.names().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .orElseGet(() -> due.names().getLast());
    }

    /** True when the next round need not wait for its time. */
    boolean hasMoreToDo() {
        return leavesSome || taking.leavesSome();
    }
}
