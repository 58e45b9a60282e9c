package org.openfoodfacts.brigade.security.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;

/** An enrolled or revoked node. */
@Entity
@Table(name = "node")
public class NodeEntity {
    @Id
    private String name;

    @Enumerated(EnumType.STRING)
    private NodeIdentity.Status status;

    @Column(name = "key_id")
    private String keyId;

    @Column(name = "signing_key")
    private String signingKey;

    @Column(name = "sealing_key")
    private String sealingKey;

    @Column(name = "enrolled_at")
    private Instant enrolledAt;

    @Column(name = "revoked_at")
    private Instant revokedAt;

    @Column(name = "revoke_reason")
    private String revokeReason;

    @Column(name = "access_removed_at")
    private Instant accessRemovedAt;

    protected NodeEntity() {}

    NodeEntity(NodeIdentity identity) {
        this.name = identity.node();
        this.status = identity.status();
        this.keyId = identity.keyId();
        this.signingKey = identity.signingKey();
        this.sealingKey = identity.sealingKey();
        this.enrolledAt = identity.enrolledAt();
        this.revokedAt = identity.revokedAt();
    }

    NodeIdentity toIdentity() {
        return new NodeIdentity(name, status, keyId, signingKey, sealingKey, enrolledAt, revokedAt);
    }

    void revoke(String reason, Instant now) {
        status = NodeIdentity.Status.REVOKED;
        revokedAt = now;
        revokeReason = reason;
    }

    boolean mustLoseAccess() {
        return status == NodeIdentity.Status.REVOKED && accessRemovedAt == null;
    }

    void accessRemoved(Instant now) {
        accessRemovedAt = now;
    }
}
