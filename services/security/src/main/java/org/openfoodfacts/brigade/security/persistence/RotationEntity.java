package org.openfoodfacts.brigade.security.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.security.domain.PskRotation;
import org.openfoodfacts.brigade.security.domain.Tunnel;

/** A PSK rotation. The key itself is nowhere in it. */
@Entity
@Table(name = "psk_rotation")
public class RotationEntity {
    @Id
    private UUID id;

    private String tunnel;
    private String ends;

    @Column(name = "key_id")
    private String keyId;

    @Enumerated(EnumType.STRING)
    private PskRotation.State state;

    @Column(name = "command_id")
    private UUID commandId;

    @Column(name = "asked_by")
    private String askedBy;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    private String detail;

    /** In which order rotations began, given by the database: no clock has a say in it. */
    @Column(insertable = false, updatable = false)
    private long ordinal;

    protected RotationEntity() {}

    RotationEntity(PskRotation rotation) {
        this.id = rotation.id();
        this.tunnel = rotation.tunnel().name();
        this.ends = JsonText.write(rotation.tunnel());
        this.keyId = rotation.keyId();
        this.askedBy = rotation.askedBy();
        this.askedAt = rotation.askedAt();
        advance(rotation, null);
    }

    final void advance(PskRotation rotation, Instant now) {
        state = rotation.state();
        commandId = rotation.commandId();
        detail = rotation.detail();
        endedAt = rotation.isRunning() ? null : now;
    }

    String tunnel() {
        return tunnel;
    }

    PskRotation toRotation() {
        Tunnel atStart = JsonText.read(ends, Tunnel.class);
        return new PskRotation(id, atStart, keyId, state, commandId, askedBy, askedAt, detail);
    }
}
