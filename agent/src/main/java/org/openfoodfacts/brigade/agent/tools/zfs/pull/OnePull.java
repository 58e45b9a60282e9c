package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Duration;
import java.util.List;
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
    private final PairEnd.Dataset far;
    private Step step;
    private SnapshotRef newest;
    private long bytes;
    private boolean held;
    private PairEnd.Dataset after;
    private Outcome failure;

    OnePull(Pull pull, PairEnd.Dataset far) {
        this.pull = pull;
        this.far = far;
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

    void plan(PairEnd.Dataset near) {
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

    /** What must not be pruned at the source while it is on its way. Empty for the rest of a cut stream: only ZFS can tell what that is of. */
    Optional<String> toBeSent() {
        return switch (step) {
            case null -> Optional.empty();
            case Full full -> Optional.of(sourceName(full.to().name()));
            case Incremental some -> Optional.of(sourceName(some.to().name()));
            case Resume _ -> Optional.empty();
        };
    }

    /** {@code failed} is null when both ends called it a success. */
    void moved(long count, Outcome failed) {
        bytes = count;
        failure = failed;
    }

    void fail(Outcome why) {
        failure = why;
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

    void held() {
        held = true;
    }

    boolean isHeld() {
        return held;
    }

    /** The last common snapshot at the source. */
    String common() {
        return sourceName(newest.name());
    }

    /** What the step began with, which was held for it until now. */
    Optional<String> heldBefore() {
        return Optional.ofNullable(pull.expected().fromGuid())
                .flatMap(far::find)
                .map(Snapshot::name)
                .filter(name -> far.held().contains(name) && !name.equals(newest.name()))
                .map(this::sourceName);
    }

    /** Those of the source of which it is worth asking whose hold that is: the last common one, unless this round has held it, and others. */
    Stream<String> heldBySomebody() {
        boolean asks = !held && far.held().contains(newest.name());
        return Stream.concat(asks ? Stream.of(common()) : Stream.empty(), heldToo().stream());
    }

    /** Others of the source that somebody holds. */
    List<String> heldToo() {
        return far.held().stream()
                .filter(name -> !name.equals(newest.name()))
                .map(this::sourceName)
                .filter(name -> !Optional.of(name).equals(heldBefore()))
                .toList();
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
                held && failure == null,
                null,
                PullFailure.problem(failure));
    }
}
