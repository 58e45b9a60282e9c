package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Cancelled;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;
import org.openfoodfacts.brigade.zfssync.domain.TransferState;
import org.openfoodfacts.brigade.zfssync.domain.TransferTally;

/** A transfer, its phase spread over columns. */
@Entity
@Table(name = "transfer")
public class TransferEntity {
    @Id
    private UUID id;

    @Column(name = "source_node")
    private String sourceNode;

    private String source;
    private String node;
    private String target;

    @Column(name = "asked_by")
    private String askedBy;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "correlation_id")
    private String correlationId;

    @Column(name = "before_reason")
    private String beforeReason;

    @Column(name = "before_failures")
    private int beforeFailures;

    @Enumerated(EnumType.STRING)
    private TransferState state;

    @Column(name = "not_before")
    private Instant notBefore;

    private String expected;

    @Column(name = "patient_until")
    private Instant patientUntil;

    @Column(name = "discard_partial")
    private boolean discardPartial;

    @Column(name = "command_id")
    private UUID commandId;

    @Enumerated(EnumType.STRING)
    @Column(name = "step_kind")
    private StepKind stepKind;

    @Column(name = "step_from")
    private String stepFrom;

    @Column(name = "step_to")
    private String stepTo;

    @Column(name = "cancelled_by")
    private String cancelledBy;

    private int steps;
    private long bytes;
    private int failures;

    @Column(name = "hold_problem")
    private String holdProblem;

    private String reason;
    private String detail;

    @Column(name = "told_over")
    private boolean toldOver;

    @Column(name = "ended_at")
    private Instant endedAt;

    /** The database counts them. */
    @Column(insertable = false, updatable = false)
    private long made;

    protected TransferEntity() {}

    TransferEntity(Transfer transfer) {
        this.id = transfer.id();
        this.sourceNode = transfer.pair().sourceNode();
        this.source = transfer.pair().source();
        this.node = transfer.pair().node();
        this.target = transfer.pair().target();
        this.askedAt = transfer.asked().at();
        this.correlationId = transfer.asked().correlationId();
        advance(transfer);
    }

    final void advance(Transfer transfer) {
        askedBy = transfer.asked().by();
        beforeReason = transfer.asked().before().reason();
        beforeFailures = transfer.asked().before().failures();
        state = TransferState.of(transfer.phase());
        steps = transfer.tally().steps();
        bytes = transfer.tally().bytes();
        failures = transfer.tally().failures();
        holdProblem = transfer.tally().holdProblem();
        switch (transfer.phase()) {
            case Queued queued -> {
                notBefore = queued.notBefore();
                expected = queued.expected();
                patientUntil = queued.patientUntil();
                discardPartial = queued.discardPartial();
                detail = queued.why();
            }
            case Pulling pulling -> {
                commandId = pulling.commandId();
                stepKind = pulling.what().kind();
                stepFrom = pulling.what().from();
                stepTo = pulling.what().to();
                cancelledBy = pulling.cancelledBy();
            }
            case Done done -> end(done.at(), null, null);
            case Failed failed -> {
                toldOver = failed.over();
                end(failed.at(), failed.reason(), failed.detail());
            }
            case Cancelled cancelled -> {
                cancelledBy = cancelled.by();
                end(cancelled.at(), null, null);
            }
        }
    }

    private void end(Instant at, String why, String text) {
        endedAt = at;
        reason = why;
        detail = text;
    }

    Transfer toTransfer() {
        return new Transfer(
                id,
                new Pair.Key(sourceNode, source, node, target),
                new Transfer.Asked(
                        askedBy, askedAt, correlationId, new Transfer.Standing(beforeReason, beforeFailures)),
                new TransferTally(steps, bytes, failures, holdProblem),
                phase());
    }

    private TransferPhase phase() {
        return switch (state) {
            case QUEUED -> new Queued(notBefore, expected, patientUntil, discardPartial, detail);
            case PULLING -> new Pulling(commandId, new What(stepKind, stepFrom, stepTo), cancelledBy);
            case DONE -> new Done(endedAt);
            case FAILED -> new Failed(endedAt, reason, detail, toldOver);
            case CANCELLED -> new Cancelled(endedAt, cancelledBy);
        };
    }
}
