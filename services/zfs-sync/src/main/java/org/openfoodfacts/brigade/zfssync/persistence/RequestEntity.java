package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Purpose;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest;

/** A snapshot somebody asked for by hand. */
@Entity
@Table(name = "snapshot_request")
public class RequestEntity {
    @Id
    private UUID id;

    private String node;
    private String dataset;
    private String name;
    private boolean recursive;
    private String reason;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "asked_by")
    private String askedBy;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "correlation_id")
    private String correlationId;

    @Column(name = "idempotency_key")
    private String idempotencyKey;

    @Column(name = "command_id")
    private UUID commandId;

    @Enumerated(EnumType.STRING)
    private SnapshotRequest.State state;

    private String detail;

    protected RequestEntity() {}

    RequestEntity(SnapshotRequest request) {
        this.id = request.id();
        this.node = request.node();
        this.dataset = request.target().dataset();
        this.name = request.target().name();
        this.recursive = request.target().recursive();
        this.reason = request.purpose().reason();
        this.askedBy = request.asked().by();
        this.askedAt = request.asked().at();
        this.correlationId = request.asked().correlationId();
        this.idempotencyKey = request.asked().key();
        advance(request);
    }

    final void advance(SnapshotRequest request) {
        expiresAt = request.purpose().expiresAt();
        commandId = request.commandId();
        state = request.state();
        detail = request.detail();
    }

    SnapshotRequest toRequest() {
        return new SnapshotRequest(
                id,
                node,
                new SnapshotRequest.Target(dataset, name, recursive),
                new Purpose(reason, expiresAt),
                new SnapshotRequest.Asked(askedBy, askedAt, correlationId, idempotencyKey),
                commandId,
                state,
                detail);
    }
}
