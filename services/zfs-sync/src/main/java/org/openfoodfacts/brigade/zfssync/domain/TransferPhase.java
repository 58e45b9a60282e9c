package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;

/** Where a transfer stands. */
public sealed interface TransferPhase {

    /**
     * It waits for its turn. {@code expected} is the guid that the target's facts must show first, at most until {@code patientUntil}; null for none.
     * {@code why} is what the last try failed of, null when none did.
     */
    record Queued(Instant notBefore, String expected, Instant patientUntil, boolean discardPartial, String why)
            implements TransferPhase {
        boolean isPatient(Instant now) {
            return expected != null && !Pause.isOver(patientUntil, now);
        }

        Queued expectingNothing() {
            return new Queued(notBefore, null, patientUntil, discardPartial, why);
        }
    }

    /** A command is under way; its id is null until it is sent. */
    record Pulling(UUID commandId, What what, String cancelledBy) implements TransferPhase {}

    /** The copy has everything that is to travel. */
    record Done(Instant at) implements TransferPhase {}

    /** {@code over}: nothing stands open of it, as it was no failure of the copy's, or that it is over was told. */
    record Failed(Instant at, String reason, String detail, boolean over) implements TransferPhase {
        public Failed(Instant at, String reason, String detail) {
            this(at, reason, detail, false);
        }
    }

    record Cancelled(Instant at, String by) implements TransferPhase {}

    /** What is sent, by the names of snapshots: {@code from} is null in a full stream, both are when the rest of a cut one is sent, or nothing. */
    record What(StepKind kind, String from, String to) {
        static What of(ReplicationPlan.Step step) {
            return switch (step) {
                case Full full -> new What(StepKind.FULL, null, full.to().name());
                case Incremental some ->
                    new What(
                            StepKind.INCREMENTAL,
                            some.from().point().name(),
                            some.to().name());
                case Resume _ -> new What(StepKind.RESUME, null, null);
            };
        }
    }

    enum StepKind {
        FULL,
        INCREMENTAL,
        RESUME,
        /** What came of a dead stream is forgotten, nothing is sent. */
        DISCARD
    }

    default boolean isEnd() {
        return this instanceof Done || this instanceof Failed || this instanceof Cancelled;
    }
}
