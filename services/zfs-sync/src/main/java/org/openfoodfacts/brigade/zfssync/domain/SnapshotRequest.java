package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;

/**
 * A snapshot by hand, from the wish to the report. Once taken, each dataset's snapshot lives on as an {@link ExpiringSnapshot}. What
 * really happened wins: a report or a fact that comes late turns a failed request into a taken one, so no snapshot is forgotten.
 */
public record SnapshotRequest(
        UUID id, String node, Target target, Purpose purpose, Asked asked, UUID commandId, State state, String detail) {

    public enum State {
        REQUESTED,
        TAKEN,
        FAILED
    }

    /** {@code name} is the part behind the {@code @}. */
    public record Target(String dataset, String name, boolean recursive) {
        public String fullName() {
            return dataset + "@" + name;
        }

        boolean covers(String other) {
            return recursive ? DatasetName.isAtOrBelow(other, dataset) : other.equals(dataset);
        }
    }

    /** {@code key} is the caller's Idempotency-Key, null when none was given. */
    public record Asked(String by, Instant at, String correlationId, String key) {}

    /** The request after an input, the snapshots that are now known to exist, and what to tell. */
    public record Step(SnapshotRequest next, List<ExpiringSnapshot> snapshots, List<ZfsEvent> events) {
        public Step {
            snapshots = List.copyOf(snapshots);
            events = List.copyOf(events);
        }
    }

    public static SnapshotRequest of(UUID id, SnapshotWish wish, Asked asked) {
        Target target = new Target(wish.dataset(), SnapshotName.of(asked.at(), id), wish.recursive());
        Purpose purpose = new Purpose(wish.reason(), wish.expiresAt());
        return new SnapshotRequest(id, wish.node(), target, purpose, asked, null, State.REQUESTED, null);
    }

    /** True when the wish asks for just what this request was made for. */
    public boolean isFor(SnapshotWish wish) {
        return wish.equals(
                new SnapshotWish(node, target.dataset(), target.recursive(), purpose.reason(), purpose.expiresAt()));
    }

    public TakeSnapshot command() {
        return new TakeSnapshot(
                target.dataset(), target.name(), target.recursive(), purpose.reason(), purpose.expiresAt());
    }

    public SnapshotRequest awaiting(UUID command) {
        return new SnapshotRequest(id, node, target, purpose, asked, command, state, detail);
    }

    /** It may go from {@code earlier} on; an end that was nearer already stays. */
    public SnapshotRequest endingAt(Instant earlier) {
        Instant end = purpose.expiresAt().isBefore(earlier) ? purpose.expiresAt() : earlier;
        return new SnapshotRequest(
                id, node, target, new Purpose(purpose.reason(), end), asked, commandId, state, detail);
    }

    /** The node reports what it took; anything but this request's snapshots is not believed. */
    public Step taken(SnapshotsTaken result) {
        List<TakenSnapshot> mine = result.snapshots().stream()
                .filter(s -> target.name().equals(s.name()) && target.covers(s.dataset()))
                .filter(s -> s.guid() != null && s.creation() != null)
                .toList();
        if (mine.isEmpty()) {
            return failed("the node reported success without the snapshot " + target.fullName());
        }
        return existing(mine);
    }

    /** The command ended without success. What was taken stays taken. */
    public Step failed(String why) {
        if (state == State.TAKEN) {
            return new Step(this, List.of(), List.of());
        }
        var event = new ZfsEvent.SnapshotFailed(node, target.dataset(), target.name(), why, commandId);
        return new Step(in(State.FAILED, why), List.of(), List.of(event));
    }

    /** The node's facts show a snapshot of this request that no report told of. */
    public Step found(TakenSnapshot snapshot) {
        boolean mine = target.name().equals(snapshot.name()) && target.covers(snapshot.dataset());
        return mine && state != State.REQUESTED ? existing(List.of(snapshot)) : new Step(this, List.of(), List.of());
    }

    private Step existing(List<TakenSnapshot> snapshots) {
        return new Step(
                in(State.TAKEN, null),
                snapshots.stream().map(this::expiring).toList(),
                snapshots.stream().map(this::event).toList());
    }

    private ExpiringSnapshot expiring(TakenSnapshot s) {
        return new ExpiringSnapshot(
                id,
                node,
                new ExpiringSnapshot.Ref(s.dataset(), s.name(), s.guid(), s.creation()),
                purpose,
                Fate.fresh());
    }

    private ZfsEvent event(TakenSnapshot s) {
        return new ZfsEvent.SnapshotTaken(
                node, s.dataset(), s.name(), s.guid(), purpose.reason(), purpose.expiresAt(), commandId);
    }

    private SnapshotRequest in(State newState, String why) {
        return new SnapshotRequest(id, node, target, purpose, asked, commandId, newState, why);
    }
}
