package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private static final String UNTOLD = "nothing is destroyed: zfs holds does not say who holds some of its snapshots";

    private final Exec exec;
    private final Instant now;
    private final PoolFill fill;
    private final PolicyTurns turns;
    private final RoundLimits limits;
    private final boolean isFollowUp;
    private final SnapshotListing listing;
    private final PolicyHolds holds = new PolicyHolds();
    /** What failed is tried again at its time, not at once. */
    private final Set<String> leftAlone = new HashSet<>();

    private Set<String> unfinishedHolds = Set.of();
    private boolean hadTime;
    private boolean leavesSome;

    PoolPruning(
            Exec exec,
            Instant now,
            PoolFill fill,
            PolicyTurns turns,
            RoundLimits limits,
            boolean isFollowUp,
            SnapshotListing listing) {
        this.exec = exec;
        this.now = now;
        this.fill = fill;
        this.turns = turns;
        this.limits = limits;
        this.isFollowUp = isFollowUp;
        this.listing = listing;
    }

    /** @param asking limits of asking who holds what */
    List<PolicyRun> run(List<ManagedDataset> datasets, RoundLimits asking) {
        List<ManagedDataset> tried = new ArrayList<>();
        for (ManagedDataset managed : turns.failingLast(datasets)) {
            if (isFollowUp && turns.waits(managed.dataset())) {
                leftAlone.add(managed.dataset());
            } else {
                tried.add(managed);
            }
        }
        List<String> names = tried.stream().map(ManagedDataset::dataset).toList();
        listing.askTags(turns.unaskedFirst(names), asking);
        turns.asked(names, listing.unasked());
        listing.untold().forEach(dataset -> turns.failed(dataset, UNTOLD));
        limits.begin();
        hadTime = !limits.isReached();
        hold(tried);
        List<PolicyRun> runs = new ArrayList<>();
        for (ManagedDataset managed : turns.failingLast(datasets)) {
            runs.add(finish(managed));
        }
        return runs;
    }

    private void hold(List<ManagedDataset> tried) {
        for (ManagedDataset managed : tried) {
            Optional<List<Snapshot>> known =
                    listing.isUntold(managed.dataset()) ? Optional.empty() : listing.of(managed.dataset());
            known.ifPresent(snapshots ->
                    holds.add(managed, snapshots, plan(managed, snapshots).destroy()));
        }
        holds.set(exec, limits);
        holds.problems().forEach(turns::failed);
        unfinishedHolds = holds.unfinished();
    }

    private RetentionPlan plan(ManagedDataset managed, List<Snapshot> snapshots) {
        return Retention.plan(managed.policy(), snapshots, managed.protections(), fill.percent(managed), now);
    }

    private PolicyRun finish(ManagedDataset managed) {
        String dataset = managed.dataset();
        List<Snapshot> snapshots = listing.of(dataset).orElse(null);
        if (listing.problem(dataset) != null) {
            return turns.stillSo(dataset);
        }
        if (snapshots == null) {
            return run(managed, RetentionPlan.NOTHING, 0, "there is no dataset " + dataset);
        }
        if (leftAlone.contains(dataset)) {
            return turns.stillSo(dataset);
        }
        RetentionPlan plan = plan(managed, snapshots);
        if (listing.isUntold(dataset)) {
            return run(managed, plan, 0, UNTOLD);
        }
        if (managed.keepAll() != null) {
            goesOn(dataset);
            return run(managed, plan, 0, null);
        }
        return destroy(managed, plan, PolicyHolds.held(dataset, snapshots));
    }

    /** @param held full names of those with the policies' own hold */
    private PolicyRun destroy(ManagedDataset managed, RetentionPlan plan, List<String> held) {
        String dataset = managed.dataset();
        int ofDataset = 0;
        String inUse = null;
        boolean isCut = false;
        for (DestroySnapshots command : plan.commands(dataset, REASON)) {
            isCut |= limits.isReached();
            if (isCut) {
                break;
            }
            Freed freed = FreeDestruction.destroy(exec, command, held, limits::isTimeUp);
            ofDataset += freed.destroyed();
            limits.destroyed(freed.destroyed());
            if (freed.end() == FreeDestruction.End.FAILED) {
                turns.failed(dataset, freed.problem());
                return run(managed, plan, ofDataset, freed.problem());
            }
            inUse = inUse == null ? freed.problem() : inUse;
            isCut = freed.end() == FreeDestruction.End.TIME_WAS_UP;
        }
        if (inUse != null) {
            return someInUse(managed, plan, ofDataset, inUse, isCut);
        }
        if (ofDataset > 0 || !isCut) {
            goesOn(dataset);
        }
        leavesSome |= isCut && !turns.waits(dataset);
        return run(managed, plan, ofDataset, null);
    }

    /** The others of it follow in the next round; those in use are tried again only with them, or at their time. */
    private PolicyRun someInUse(
            ManagedDataset managed, RetentionPlan plan, int ofDataset, String inUse, boolean isCut) {
        if (isCut && ofDataset > 0 && holds.problem(managed.dataset()) == null) {
            turns.failedInPart(managed.dataset(), inUse);
            leavesSome = true;
        } else {
            turns.failed(managed.dataset(), inUse);
        }
        return run(managed, plan, ofDataset, inUse);
    }

    /** What failed before is over, unless that was to hold some, and it was not tried again. */
    private void goesOn(String dataset) {
        if (holds.problem(dataset) == null && !unfinishedHolds.contains(dataset)) {
            turns.succeeded(dataset);
        }
    }

    private PolicyRun run(ManagedDataset managed, RetentionPlan plan, int ofDataset, String problem) {
        String first = Stream.of(
                        problem,
                        fill.problem(managed),
                        holds.problem(managed.dataset()),
                        turns.failure(managed.dataset()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        PolicyRun run = new PolicyRun(
                managed.dataset(),
                List.of(),
                ofDataset,
                plan.spared().size(),
                plan.destroy().size() - ofDataset,
                first);
        turns.ran(run);
        return run;
    }

    /** False when the round's time was up before anything could be changed. */
    boolean hadItsTurn() {
        return hadTime;
    }

    /** Whether what was left could be done at once in another round. */
    boolean leavesSome() {
        return leavesSome || holds.leaveSome();
    }
}
