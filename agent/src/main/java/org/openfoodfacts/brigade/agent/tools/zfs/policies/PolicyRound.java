package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
    private static final String NOT_TAKEN_YET = "not taken yet: the round's time was up";

    private final FollowPolicies order;
    private final Exec exec;
    private final Instant now;
    private final ZoneId zone;
    private final PolicyTurns turns;
    private final boolean isFollowUp;
    private final LongSupplier nanos;
    private final SnapshotTaking taking;
    private final RoundLimits limits;
    private final Map<String, List<ManagedDataset>> pools = new LinkedHashMap<>();
    /** Of the pools in which nothing has changed since. */
    private final Map<String, SnapshotListing> listings = new HashMap<>();

    /** Pools that have more to do, and need not wait for their time. */
    private final Set<String> left = new HashSet<>();

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
        this.nanos = nanos;
        this.turns = turns;
        this.isFollowUp = isFollowUp;
        this.taking = new SnapshotTaking(exec);
        this.limits = new RoundLimits(nanos);
        for (ManagedDataset managed : order.datasets()) {
            pools.computeIfAbsent(ZfsNames.pool(managed.dataset()), _ -> new ArrayList<>())
                    .add(managed);
        }
    }

    /** As {@link #run} when the pool that has waited the longest answers: after a round in which none did, followers of other orders do not wait for all. */
    PoliciesFact runIfOneAnswers() {
        String pool = turns.poolsInTurn(pools.keySet()).getFirst();
        turns.hadItsTurn(pool);
        String silence = list(pool).problem();
        return silence == null ? run() : new PoliciesFact(order.generation(), now, List.of(), silence);
    }

    PoliciesFact run() {
        if (!isFollowUp) {
            turns.beginAnew(pools.keySet());
        }
        List<String> inTurn =
                turns.poolsInTurn(pools.keySet()).stream().filter(turns::isLeft).toList();
        pools.keySet().stream().filter(turns::isLeft).forEach(this::takeIn);
        List<String> unlisted = listings.values().stream()
                .map(SnapshotListing::problem)
                .filter(Objects::nonNull)
                .toList();
        if (!unlisted.isEmpty() && unlisted.size() == pools.size()) {
            return new PoliciesFact(order.generation(), now, List.of(), unlisted.getFirst());
        }
        Map<String, PolicyRun> runs = prune(inTurn);
        turns.leave(left);
        return new PoliciesFact(order.generation(), now, inOrder(runs), null);
    }

    private void takeIn(String pool) {
        List<ManagedDataset> managed = pools.get(pool);
        SnapshotListing listing = list(pool);
        if (!taking.take(due(managed, listing), new RoundLimits(nanos))) {
            listings.put(pool, listing);
        }
        for (ManagedDataset one : managed) {
            if (taking.problem(one.dataset()) != null) {
                turns.untaken(one.dataset(), taking.problem(one.dataset()));
            } else if (taking.isCut(one.dataset())) {
                left.add(pool);
            }
        }
    }

    private SnapshotListing list(String pool) {
        List<String> datasets =
                pools.get(pool).stream().map(ManagedDataset::dataset).toList();
        SnapshotListing listing = SnapshotListing.of(exec, datasets, new RoundLimits(nanos));
        datasets.forEach(dataset -> turns.listed(dataset, listing.problem(dataset)));
        return listing;
    }

    /** By dataset, of those that were looked at. */
    private Map<String, PolicyRun> prune(List<String> inTurn) {
        PoolFill fill = PoolFill.of(exec, order.datasets());
        Map<String, PolicyRun> runs = new HashMap<>();
        for (String pool : inTurn) {
            SnapshotListing known = listings.remove(pool);
            if (known != null && known.problem() != null) {
                continue;
            }
            if (limits.isReached()) {
                left.add(pool);
                continue;
            }
            PoolPruning pruning =
                    new PoolPruning(exec, now, fill, turns, limits, isFollowUp, known == null ? list(pool) : known);
            pruning.run(pools.get(pool), new RoundLimits(nanos)).forEach(run -> runs.put(run.dataset(), run));
            if (pruning.leavesSome()) {
                left.add(pool);
            }
            if (pruning.hadItsTurn()) {
                turns.hadItsTurn(pool);
            }
        }
        return runs;
    }

    private List<PolicyRun> inOrder(Map<String, PolicyRun> runs) {
        return order.datasets().stream()
                .map(ManagedDataset::dataset)
                .map(dataset -> whole(runs.containsKey(dataset) ? runs.get(dataset) : turns.stillSo(dataset)))
                .toList();
    }

    /** With what became of listing and taking. */
    private PolicyRun whole(PolicyRun run) {
        String dataset = run.dataset();
        String problem = Stream.of(
                        turns.untaken(dataset),
                        turns.unlisted(dataset),
                        run.problem(),
                        taking.isCut(dataset) ? NOT_TAKEN_YET : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new PolicyRun(dataset, taking.taken(dataset), run.destroyed(), run.spared(), run.waiting(), problem);
    }

    private List<SnapshotTaking.Wanted> due(List<ManagedDataset> all, SnapshotListing listing) {
        List<SnapshotTaking.Wanted> wanted = new ArrayList<>();
        for (ManagedDataset managed : all) {
            List<Snapshot> snapshots = listing.of(managed.dataset()).orElse(null);
            if (snapshots != null && turns.untaken(managed.dataset()) == null) {
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
        return !left.isEmpty();
    }
}
