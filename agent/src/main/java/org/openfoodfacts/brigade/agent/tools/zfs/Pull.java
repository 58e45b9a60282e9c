package org.openfoodfacts.brigade.agent.tools.zfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.tools.StateFile;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.PullDataset;
import org.openfoodfacts.brigade.contracts.commands.PullDataset.Expected;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.contracts.replication.SendFlags;
import org.openfoodfacts.brigade.contracts.replication.TransferArguments;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetPulled;

/**
 * One pull, from looking at both ends to looking at the target again. It plans anew with what it sees and goes on only when that is the very
 * step it was sent for; the source's snapshots beyond that step do not count.
 */
final class Pull {
    /** zfs send may look for changes for long before it has any to send. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(7);

    /** The far shell is given the words as one argument, of which Linux takes 128 KiB. */
    private static final int MOST_RELEASED = 100;

    private final PullDataset command;
    private final Execution execution;
    private final PairEnd source;
    private final PairEnd target;
    private final long begin = System.nanoTime();

    Pull(PullDataset command, Execution execution) {
        this.command = command;
        this.execution = execution;
        Machine machine = execution.machine();
        List<String> options = command.route() == null ? List.of() : sshOptions(machine);
        this.source = new PairEnd(machine.exec(), command.route(), options, command.source());
        this.target = new PairEnd(machine.exec(), null, List.of(), command.target());
    }

    /** Never asks, gives up on a dead peer within a minute, and keeps one connection open for all calls to a machine. */
    private static List<String> sshOptions(Machine machine) {
        Path folder = machine.path(StateFile.FOLDER + "/ssh");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made", e);
        }
        return List.of(
                "-o", "BatchMode=yes",
                "-o", "ConnectTimeout=20",
                "-o", "ServerAliveInterval=15",
                "-o", "ServerAliveCountMax=4",
                "-o", "ControlMaster=auto",
                "-o", "ControlPersist=60",
                "-o", "ControlPath=" + folder + "/%C");
    }

    Outcome run() {
        PairEnd.Reading far = source.read();
        if (far instanceof PairEnd.Unread(ExecResult end)) {
            return PullFailure.unread(source, end);
        }
        if (command.discardPartial()) {
            ExecResult discarded =
                    target.ask(TransferArguments.discard(command.target())).end();
            if (discarded.success().isEmpty() && !PullFailure.saysNothingToDiscard(discarded)) {
                return ToolFailure.of("zfs receive -A " + command.target(), discarded);
            }
        }
        PairEnd.Reading near = target.read();
        if (near instanceof PairEnd.Unread(ExecResult end)) {
            return PullFailure.unread(target, end);
        }
        return go((PairEnd.Held) far, ((PairEnd.Held) near).state());
    }

    private Outcome go(PairEnd.Held held, DatasetState near) {
        DatasetState far = held.state();
        Expected expected = command.expected();
        if (far.exists()
                && expected.toGuid() != null
                && find(far, expected.toGuid()).isEmpty()) {
            return ToolFailure.precondition("the source has no snapshot with the guid " + expected.toGuid());
        }
        Optional<Snapshot> there = find(near, expected.toGuid());
        if (there.isPresent() && !there.equals(newest(near))) {
            return ToolFailure.precondition("the target has @" + there.get().name() + " already, and newer ones");
        }
        ReplicationPlan plan = ReplicationPlanner.plan(upTo(far, expected.toGuid()), near);
        if (plan instanceof InSync(SnapshotRef at) && at.guid().equals(expected.toGuid())) {
            return new Outcome.Done(pulled(at.guid(), 0, null, holdAndRelease(at, held.holds())));
        }
        if (plan instanceof Step step && Expected.of(step).equals(expected)) {
            return transfer(step, held);
        }
        return ToolFailure.precondition(PullFailure.words(plan));
    }

    /** What the source held when the newest snapshot to be sent was taken. */
    private static DatasetState upTo(DatasetState far, String guid) {
        long last = find(far, guid).map(Snapshot::createTxg).orElse(Long.MAX_VALUE);
        return new DatasetState(
                far.exists(),
                far.snapshots().stream()
                        .filter(snapshot -> snapshot.createTxg() <= last)
                        .toList(),
                far.bookmarks(),
                far.resumeToken(),
                far.writtenBytes(),
                far.encrypted());
    }

    private static Optional<Snapshot> find(DatasetState state, String guid) {
        return state.snapshots().stream()
                .filter(snapshot -> snapshot.guid().equals(guid))
                .findFirst();
    }

    private static Optional<Snapshot> newest(DatasetState state) {
        return state.snapshots().stream().max(Comparator.comparingLong(Snapshot::createTxg));
    }

    private Outcome transfer(Step step, PairEnd.Held held) {
        SendFlags flags = SendFlags.of(held.state().encrypted(), target.features());
        ToolLines foretold = source.ask(TransferArguments.estimate(command.source(), step, flags));
        if (!foretold.succeeded()) {
            return PullFailure.notSent(source, foretold.end(), partial(0));
        }
        // What is on its way must not be pruned at the source, or a cut stream could never go on.
        boolean isHeld = toBeSent(step).map(this::hold).orElse(false);
        TransferProgress progress = new TransferProgress(size(foretold), execution.output());
        PipelineResult moved = execution
                .machine()
                .exec()
                .pipe(
                        new Pipeline(
                                source.invocation(TransferArguments.send(command.source(), step, flags)),
                                target.invocation(TransferArguments.receive(command.target())),
                                command.bytesPerSecond(),
                                PATIENCE,
                                LONGEST),
                        progress,
                        execution.cancellation());
        progress.tell(moved.bytes());
        return moved.succeeded()
                ? verified(held, moved.bytes(), isHeld)
                : PullFailure.of(source, moved, execution.cancellation().isCancelled(), partial(moved.bytes()));
    }

    /** Empty for the rest of a cut stream: only ZFS can tell what that is of. */
    private static Optional<SnapshotRef> toBeSent(Step step) {
        return switch (step) {
            case Full full -> Optional.of(full.to());
            case Incremental some -> Optional.of(some.to());
            case Resume _ -> Optional.empty();
        };
    }

    private static long size(ToolLines foretold) {
        return foretold.lines().stream()
                .filter(line -> line.startsWith("size\t"))
                .mapToLong(line -> ToolNumbers.longOr(line.substring("size\t".length()), 0))
                .sum();
    }

    /** What zfs calls a success is believed when the target has the snapshot and nothing beyond it. */
    private Outcome verified(PairEnd.Held held, long bytes, boolean isHeld) {
        if (!(target.read() instanceof PairEnd.Held read)) {
            return ToolFailure.unexpected("the target was received and can no longer be listed");
        }
        DatasetState after = read.state();
        Optional<SnapshotRef> newest = newest(after)
                .flatMap(snapshot -> find(held.state(), snapshot.guid()))
                .map(snapshot -> new SnapshotRef(snapshot.name(), snapshot.guid()));
        String wanted = command.expected().toGuid();
        if (newest.isEmpty() || (wanted != null && !newest.get().guid().equals(wanted))) {
            return ToolFailure.unexpected(
                    "zfs says that it received everything, but the target's newest snapshot is not the source's");
        }
        if (after.writtenBytes() > 0 || after.resumeToken() != null) {
            return ToolFailure.unexpected("the target was received and is not as its newest snapshot is");
        }
        if (isHeld) {
            release(newest.get(), held.holds());
        }
        boolean holds = isHeld || holdAndRelease(newest.get(), held.holds());
        return new Outcome.Done(pulled(newest.get().guid(), bytes, null, holds));
    }

    /** What there is to tell of a pull that failed: how far it came, and whether the rest may follow. */
    private DatasetPulled partial(long bytes) {
        return target.read() instanceof PairEnd.Held after
                ? pulled(
                        newest(after.state()).map(Snapshot::guid).orElse(null),
                        bytes,
                        after.state().resumeToken(),
                        false)
                : pulled(null, bytes, null, false);
    }

    private DatasetPulled pulled(String guid, long bytes, String token, boolean held) {
        return new DatasetPulled(
                command.target(), guid, bytes, Duration.ofNanos(System.nanoTime() - begin), token, held);
    }

    private boolean holdAndRelease(SnapshotRef newest, List<String> heldBefore) {
        boolean isHeld = hold(newest);
        if (isHeld) {
            release(newest, heldBefore);
        }
        return isHeld;
    }

    /** Operators may lack the right to hold; the transfer goes on all the same. */
    private boolean hold(SnapshotRef snapshot) {
        if (command.holdTag() == null) {
            return false;
        }
        ExecResult held = source.ask(
                        List.of("zfs", "hold", command.holdTag(), command.source() + "@" + snapshot.name()))
                .end();
        return held.success().isPresent()
                || (held instanceof ExecResult.Exited exited && exited.errors().contains("tag already exists"));
    }

    /** The pair's older holds go only when the new one is there; zfs passes over those that are somebody else's. */
    private void release(SnapshotRef newest, List<String> heldBefore) {
        List<String> older = heldBefore.reversed().stream()
                .filter(name -> !name.equals(newest.name()))
                .limit(MOST_RELEASED)
                .map(name -> command.source() + "@" + name)
                .toList();
        if (!older.isEmpty()) {
            List<String> release = new ArrayList<>(List.of("zfs", "release", command.holdTag()));
            release.addAll(older);
            var _ = source.ask(release);
        }
    }
}
