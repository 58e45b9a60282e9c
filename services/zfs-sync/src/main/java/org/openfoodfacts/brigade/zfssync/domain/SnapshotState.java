package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;

/** A request for a snapshot and all it led to, in one word. */
public enum SnapshotState {
    REQUESTED,
    FAILED,
    TAKEN,
    /** Its end has come and it is still there. */
    EXPIRED,
    DESTROYING,
    /** Its end has come, but a hold or a clone on it forbids to destroy it. */
    KEPT,
    DESTROYED;

    public static SnapshotState of(SnapshotRequest request, List<ExpiringSnapshot> snapshots, Instant now) {
        return switch (request.state()) {
            case REQUESTED -> REQUESTED;
            case FAILED -> FAILED;
            case TAKEN -> ofTaken(snapshots, now);
        };
    }

    private static SnapshotState ofTaken(List<ExpiringSnapshot> snapshots, Instant now) {
        if (snapshots.stream().allMatch(s -> s.fate().isEnd())) {
            return DESTROYED;
        }
        if (snapshots.stream().anyMatch(s -> s.fate() instanceof Fate.Destroying)) {
            return DESTROYING;
        }
        if (snapshots.stream().anyMatch(s -> s.fate() instanceof Fate.Kept)) {
            return KEPT;
        }
        return snapshots.stream().anyMatch(s -> s.purpose().expiresAt().isAfter(now)) ? TAKEN : EXPIRED;
    }
}
