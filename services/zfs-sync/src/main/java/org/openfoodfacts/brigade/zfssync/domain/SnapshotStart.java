package org.openfoodfacts.brigade.zfssync.domain;

/** What became of the wish for a snapshot. */
public sealed interface SnapshotStart {
    record Started(SnapshotRequest request) implements SnapshotStart {}

    /** The same caller asked for the same before, under the same Idempotency-Key. */
    record Repeated(SnapshotRequest request) implements SnapshotStart {}

    record Refused(SnapshotWish.Objection objection) implements SnapshotStart {}

    /** The Idempotency-Key was used for another wish. */
    record KeyTaken(SnapshotRequest request) implements SnapshotStart {}
}
