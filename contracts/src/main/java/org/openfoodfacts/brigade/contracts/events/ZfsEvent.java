package org.openfoodfacts.brigade.contracts.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** What happened to datasets and snapshots. {@code snapshot} is the name behind the {@code @}. */
public sealed interface ZfsEvent extends Event {

    /** About a copy. */
    sealed interface OfCopy extends ZfsEvent {
        Place copy();
    }

    record SnapshotTaken(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String guid,
            String reason,
            Instant expiresAt,
            UUID commandId)
            implements ZfsEvent {}

    record SnapshotFailed(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String detail,
            UUID commandId) implements ZfsEvent {}

    record SnapshotDestroyed(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String reason,
            long freedBytes,
            UUID commandId)
            implements ZfsEvent {}

    /** A dataset has another name, with all that lies below it; {@code by} asked for it. */
    record DatasetRenamed(
            @Required String node,
            @Required String dataset,
            @Required String to,
            @Required String by,
            UUID commandId) implements ZfsEvent {}

    /** A dataset is gone with all that lay below it, {@code datasets} in all; {@code by} asked for it. */
    record DatasetDestroyed(
            @Required String node,
            @Required String dataset,
            List<String> datasets,
            int snapshots,
            long usedBytes,
            String reason,
            @Required String by,
            UUID commandId)
            implements ZfsEvent {
        public DatasetDestroyed {
            datasets = Copies.of(datasets);
        }
    }

    record SnapshotDestroyFailed(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String detail,
            UUID commandId) implements ZfsEvent {}

    /** A managed dataset's snapshots are not taken or not destroyed as its policy says, since {@code at}; told once until it is over. */
    record PolicyFailed(
            @Required String node,
            @Required String dataset,
            @Required Instant at,
            @Required String problem) implements ZfsEvent {}

    record PolicyRecovered(
            @Required String node,
            @Required String dataset,
            @Required Instant at) implements ZfsEvent {}

    /**
     * A copy is in another state than before. {@code before} and {@code after} are as {@code GET pairs} names them; {@code before} is null
     * when the pair was never seen before, {@code after} when it is no longer declared. {@code declared} is the file and line that asks for
     * the copy.
     */
    record PairChanged(
            @Required Place source,
            @Required Place copy,
            String before,
            String after,
            @Required Instant since,
            Lag lag,
            @Required String declared)
            implements OfCopy {}

    /**
     * Something keeps a copy from being brought up to date, whoever brings it, or what it goes on from from being held, since {@code at}; told once per
     * kind of finding. {@code repairable}
     * when a plan to mend it waits for approval. {@code declared} is the file and line that asks for the copy.
     */
    record CopyBlocked(
            @Required Place source,
            @Required Place copy,
            @Required Instant at,
            @Required Finding finding,
            boolean repairable,
            @Required String declared)
            implements OfCopy {}

    /** What kept a copy from being brought up to date is gone. */
    record CopyUnblocked(
            @Required Place source,
            @Required Place copy,
            @Required Instant at,
            @Required Finding finding) implements OfCopy {}

    /** What keeps a copy from being brought up to date. {@code kind} is as {@code GET pairs} names it; {@code words} are for people. */
    record Finding(@Required String kind, @Required String words) {}

    /**
     * A copy can be brought up to date again, since {@code at}. {@code deeds} say what was done, one line each; {@code lostBytes} is what the copy
     * had that the source had not. {@code by} is who approved it, null where nothing could be lost.
     */
    record CopyRepaired(
            @Required Place copy,
            @Required Instant at,
            @Required Finding finding,
            List<String> deeds,
            long lostBytes,
            String by,
            UUID repairId)
            implements OfCopy {
        public CopyRepaired {
            deeds = Copies.of(deeds);
        }
    }

    /** A repair came to an end before its end: {@code deeds} were done, what came next failed for {@code reason}. */
    record CopyRepairFailed(
            @Required Place copy,
            @Required Instant at,
            @Required Finding finding,
            List<String> deeds,
            @Required String reason,
            String detail,
            String by,
            UUID repairId)
            implements OfCopy {
        public CopyRepairFailed {
            deeds = Copies.of(deeds);
        }
    }

    /**
     * Staging clones show another moment. {@code snapshot} is the name of what they were cloned from, {@code moment} when it was taken; {@code away} is how
     * long the consumers were stopped; {@code left} what could not be destroyed of the clones before, null when nothing is left.
     */
    record ClonesRefreshed(
            @Required String clones,
            @Required String node,
            @Required Instant at,
            @Required String snapshot,
            Instant moment,
            @Required Duration away,
            String left,
            String by,
            UUID refreshId)
            implements ZfsEvent {}

    /**
     * A refresh came to an end before its end, at {@code step}. {@code inPlace} says which clones the consumers have now: the old ones or the
     * fresh ones; {@code stopped} the consumers that could not be started again, as {@code node/unit}.
     */
    record ClonesRefreshFailed(
            @Required String clones,
            @Required String node,
            @Required Instant at,
            @Required String step,
            @Required String reason,
            String detail,
            @Required String inPlace,
            List<String> stopped,
            String by,
            UUID refreshId)
            implements ZfsEvent {
        public ClonesRefreshFailed {
            stopped = Copies.of(stopped);
        }
    }

    /**
     * Brigade cannot bring a copy up to date, since {@code at}; told once per {@code reason} until it can again. {@code reason} is one of
     * {@code CommandFailed.Reason}, {@code CommandRefused.Reason} or {@code ReplicationPlan.Reason}, or what became of the command.
     */
    record PullFailed(
            @Required Place source,
            @Required Place copy,
            @Required Instant at,
            @Required String reason,
            String detail,
            UUID transferId)
            implements OfCopy {}

    /** A copy that could not be brought up to date is so again, or is no longer Brigade's to bring. */
    record PullRecovered(
            @Required Place source,
            @Required Place copy,
            @Required Instant at,
            UUID transferId) implements OfCopy {}

    /** {@code node} is null for a host that no declared node is. */
    record Place(String node, @Required String dataset) {}

    /** {@code age} is how old the newest common snapshot is, {@code goal} how old it may be; the first two are null without a common one. */
    record Lag(Duration age, String snapshot, @Required Duration goal) {}

    /**
     * The space or the health of a pool is in another state than before. {@code before} is null when the pool was never seen before,
     * {@code after} when the node no longer shows it; {@code space} is null then too.
     */
    record PoolChanged(
            @Required String node,
            @Required String pool,
            PoolStanding before,
            PoolStanding after,
            @Required Instant since,
            PoolSpace space)
            implements ZfsEvent {}

    /**
     * {@code space} is as {@code GET pools} names it, {@code health} zpool's own word, null where it said none. {@code devices} have errors or
     * are in another state than well; {@code damaged} when there is data that no copy could mend; {@code unscrubbed} when its last
     * scrub is older than it should be, or it never had one, null in events of before that was told.
     */
    record PoolStanding(
            @Required String space, String health, List<String> devices, boolean damaged, Boolean unscrubbed) {
        public PoolStanding {
            devices = Copies.of(devices);
        }
    }

    /** In bytes; when the pool is expected to be as full as it may be, each null when it is not within ten years. */
    record PoolSpace(long sizeBytes, long allocatedBytes, Instant fillsEarly, Instant fillsLikely, Instant fillsLate) {}

    /**
     * A disk tells another thing of its health than before. {@code before} is null when it was never seen before, {@code after} when the node no longer has it.
     */
    record DiskChanged(
            @Required String node,
            @Required DiskName disk,
            DiskStanding before,
            DiskStanding after,
            @Required Instant since)
            implements ZfsEvent {}

    /** {@code device} is the kernel's name at the time; {@code serial} is null where a disk has none. */
    record DiskName(@Required String device, String model, String serial) {}

    /** {@code health} and {@code signs} are as {@code GET disks} names them. */
    record DiskStanding(@Required String health, List<String> signs) {
        public DiskStanding {
            signs = Copies.of(signs);
        }
    }
}
