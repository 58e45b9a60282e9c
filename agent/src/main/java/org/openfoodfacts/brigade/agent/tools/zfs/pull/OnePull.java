package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;

/**
 * What becomes of one dataset of a round. It plans anew with what is seen of both ends and goes on only when that is the very step it was sent
 * for; the source's snapshots beyond that step do not count.
 */
final class OnePull {
    private final Pull pull;
    private PairEnd.Dataset far;
    private final PairHolds holds;
    private Step step;
    private SnapshotRef newest;
    private long bytes;
    private PairEnd.Dataset after;
    private Outcome failure;

    OnePull(Pull pull, String user, PairEnd.Dataset far) {
        this.pull = pull;
        this.far = far;
        this.holds = new PairHolds(pull, user, far);
    }

    Pull pull() {
        return pull;
    }

    /** Null when nothing is to be sent. */
    Step step() {
        return step;
    }

    /** Null unless it failed. */
    Outcome failure() {
        return failure;
    }

    boolean isSourceEncrypted() {
        return far.state().encrypted();
    }

    boolean isVolume() {
        return far.volume();
    }

    void plan(PairEnd.Dataset near) {
        planWith(near);
        forgetWhatIsBehind();
    }

    /** A stream may run for days, and each end may have thousands of snapshots. */
    private void forgetWhatIsBehind() {
        if (after != null) {
            after = after.since(after.newest().map(Snapshot::createTxg).orElse(0L));
        }
        long behind = step instanceof Full full
                ? far.find(full.to().guid()).map(Snapshot::createTxg).orElse(0L)
                : standsAt();
        far = far.since(failure == null ? behind : Long.MAX_VALUE);
    }

    private void planWith(PairEnd.Dataset near) {
        Expected expected = pull.expected();
        if (far.state().exists()
                && expected.toGuid() != null
                && far.find(expected.toGuid()).isEmpty()) {
            refuse("the source has no snapshot with the guid " + expected.toGuid());
            return;
        }
        Optional<Snapshot> there = near.find(expected.toGuid());
        if (there.isPresent() && !there.equals(near.newest())) {
            refuse("the target has @" + there.get().name() + " already, and newer ones");
            return;
        }
        after = near;
        long last = far.find(expected.toGuid()).map(Snapshot::createTxg).orElse(Long.MAX_VALUE);
        ReplicationPlan plan = ReplicationPlanner.plan(far.state().upTo(last), near.state());
        switch (plan) {
            case InSync(SnapshotRef at) when at.guid().equals(expected.toGuid()) -> newest = at;
            case Step next when Expected.of(next).equals(expected) -> step = next;
            default -> refuse(PullFailure.words(plan));
        }
    }

    private void refuse(String why) {
        failure = ToolFailure.precondition(why);
    }

    /** What must not be pruned at the source while it is on its way: both ends of the step. Empty for the rest of a cut stream: only ZFS can tell what that is of. */
    Stream<String> toBeSent() {
        return switch (step) {
            case null -> Stream.empty();
            case Full full -> Stream.of(sourceName(full.to().name()));
            case Incremental some
            when some.from().bookmark() -> Stream.of(sourceName(some.to().name()));
            case Incremental some ->
                Stream.of(
                        sourceName(some.from().point().name()),
                        sourceName(some.to().name()));
            case Resume _ -> Stream.empty();
        };
    }

    /** {@code failed} is null when both ends called it a success. */
    void moved(long count, Outcome failed) {
        bytes = count;
        failure = failed;
    }

    /** What was seen of its source is forgotten. */
    void fail(Outcome why) {
        failure = why;
        far = far.since(Long.MAX_VALUE);
    }

    /** What zfs calls a success is believed when the target has the snapshot and nothing beyond it. */
    void verify(PairEnd.Dataset seen) {
        after = seen;
        if (failure != null) {
            return;
        }
        newest = seen.newest()
                .flatMap(snapshot -> far.find(snapshot.guid()))
                .map(snapshot -> new SnapshotRef(snapshot.name(), snapshot.guid()))
                .orElse(null);
        String wanted = pull.expected().toGuid();
        if (newest == null || (wanted != null && !newest.guid().equals(wanted))) {
            failure = ToolFailure.unexpected(
                    "zfs says that it received everything, but the target's newest snapshot is not the source's");
        } else if (seen.state().writtenBytes() > 0 || seen.state().resumeToken() != null) {
            failure = ToolFailure.unexpected("the target was received and is not as its newest snapshot is");
        }
    }

    boolean isHeld() {
        return newest != null && holds.has(common());
    }

    /** The last common snapshot at the source. */
    String common() {
        return sourceName(newest.name());
    }

    PairHolds holds() {
        return holds;
    }

    /** One held for the copy that neither this step nor what is left of an earlier one needs. */
    Optional<String> outlived() {
        return switch (step) {
            case Full full -> holds.beforeTheYoungest(sourceName(full.to().name()));
            case Incremental _ -> holds.givenUp(standsAt(), toBeSent().toList()).or(() -> holds.outlived(standsAt()));
            case null, default -> holds.outlived(standsAt());
        };
    }

    /** The source's transaction group of the newest snapshot that the copy has; 0 when it has none of the source's. */
    private long standsAt() {
        return Optional.ofNullable(after)
                .flatMap(PairEnd.Dataset::newest)
                .flatMap(snapshot -> far.find(snapshot.guid()))
                .map(Snapshot::createTxg)
                .orElse(0L);
    }

    private String sourceName(String snapshot) {
        return pull.source() + "@" + snapshot;
    }

    /** How far it came, and whether the rest of a cut stream may follow. */
    PulledDataset result(Duration took) {
        String guid = after == null ? null : after.newest().map(Snapshot::guid).orElse(null);
        return new PulledDataset(
                pull.target(),
                guid,
                bytes,
                took,
                after == null ? null : after.state().resumeToken(),
                isHeld() && failure == null,
                holds.problem(),
                PullFailure.problem(failure));
    }
}
