package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.tools.zfs.FreeDestruction;
import org.openfoodfacts.brigade.agent.tools.zfs.FreeDestruction.Freed;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.RetentionPlan;

/** Holds and destroys in one pool. A plan is made anew when it is needed, for those of all datasets need more memory than the listing does. */
final class PoolPruning {
    private static final String REASON = "past the time its policy keeps it";

    private final Exec exec;
    private final Instant now;
    private final SnapshotTaking taking;
    private final PoolFill fill;
    private final PolicyTurns turns;
    private final RoundLimits limits;
    private final boolean isFollowUp;
    private final SnapshotListing listing;
    private final PolicyHolds holds = new PolicyHolds();
    private boolean leavesSome;

    PoolPruning(
            Exec exec,
            Instant now,
            SnapshotTaking taking,
            PoolFill fill,
            PolicyTurns turns,
            RoundLimits limits,
            boolean isFollowUp,
            SnapshotListing listing) {
        this.exec = exec;
        this.now = now;
        this.taking = taking;
        this.fill = fill;
        this.turns = turns;
        this.limits = limits;
        this.isFollowUp = isFollowUp;
        this.listing = listing;
    }

    List<PolicyRun> run(List<ManagedDataset> datasets) {
        listing.askTags(exec);
        for (ManagedDataset managed : turns.failingLast(datasets)) {
            if (!isLeftAlone(managed)) {
                listing.of(managed.dataset())
                        .ifPresent(snapshots -> holds.add(
                                managed, snapshots, plan(managed, snapshots).destroy()));
            }
        }
        limits.begin();
        holds.set(exec, limits);
        holds.problems().forEach(turns::failed);
        List<PolicyRun> runs = new ArrayList<>();
        for (ManagedDataset managed : turns.failingLast(datasets)) {
            runs.add(finish(managed));
        }
        return runs;
    }

    /** What failed is tried again at its time, not at once. */
    private boolean isLeftAlone(ManagedDataset managed) {
        return isFollowUp && turns.failure(managed.dataset()) != null;
    }

    private RetentionPlan plan(ManagedDataset managed, List<Snapshot> snapshots) {
        return Retention.plan(managed.policy(), snapshots, managed.protections(), fill.percent(managed), now);
    }

    private PolicyRun finish(ManagedDataset managed) {
        String dataset = managed.dataset();
        List<Snapshot> snapshots = listing.of(dataset).orElse(null);
        if (snapshots == null) {
            String why = listing.problem(dataset);
            return run(managed, RetentionPlan.NOTHING, 0, why == null ? "there is no dataset " + dataset : why);
        }
        RetentionPlan plan = plan(managed, snapshots);
        if (managed.keepAll() != null) {
            return run(managed, plan, 0, null);
        }
        if (listing.isUntold(dataset)) {
            return run(
                    managed, plan, 0, "nothing is destroyed: zfs holds does not say who holds some of its snapshots");
        }
        return isLeftAlone(managed)
                ? run(managed, plan, 0, turns.failure(dataset))
                : destroy(managed, plan, PolicyHolds.held(dataset, snapshots));
    }

    /** @param held full names of those with the policies' own hold */
    private PolicyRun destroy(ManagedDataset managed, RetentionPlan plan, List<String> held) {
        String dataset = managed.dataset();
        int ofDataset = 0;
        for (DestroySnapshots command : plan.commands(dataset, REASON)) {
            if (limits.isReached()) {
                return unfinished(managed, plan, ofDataset);
            }
            if (limits.hasTooManyFailed()) {
                String others = RoundLimits.MOST_FAILED + " others could not be destroyed";
                return run(managed, plan, ofDataset, "not tried, for " + others);
            }
            Freed freed = FreeDestruction.destroy(exec, command, held, limits::isTimeUp);
            ofDataset += freed.destroyed();
            limits.destroyed(freed.destroyed());
            if (freed.problem() != null) {
                limits.failed();
                turns.failed(dataset, freed.problem());
                return run(managed, plan, ofDataset, freed.problem());
            }
            goesOn(dataset);
        }
        goesOn(dataset);
        return ofDataset < plan.destroy().size()
                ? unfinished(managed, plan, ofDataset)
                : run(managed, plan, ofDataset, null);
    }

    private void goesOn(String dataset) {
        if (holds.problem(dataset) == null) {
            turns.succeeded(dataset);
        }
    }

    /** The others of it follow in the next round; where it failed before, at its time. */
    private PolicyRun unfinished(ManagedDataset managed, RetentionPlan plan, int ofDataset) {
        String failure = turns.failure(managed.dataset());
        leavesSome |= failure == null;
        return run(managed, plan, ofDataset, failure);
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

    /** Whether what was left could be done at once in another round. */
    boolean leavesSome() {
        return leavesSome || holds.leaveSome();
    }
}
