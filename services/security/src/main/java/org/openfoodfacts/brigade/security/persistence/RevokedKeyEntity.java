package org.openfoodfacts.brigade.security.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A public key of a revoked node: no machine may ever enrol with it again. */
@Entity
@Table(name = "revoked_key")
public class RevokedKeyEntity {
    @Id
    @Column(name = "public_key")
    private String publicKey;

    @Column(name = "node")
    private String node;

    @Column(name = "revoked_at")
    private Instant revokedAt;

    protected RevokedKeyEntity() {}

    RevokedKeyEntity(String publicKey, String node, Instant revokedAt) {
        this.publicKey = publicKey;
        this.node = node;
        this.revokedAt = revokedAt;
    }
}
