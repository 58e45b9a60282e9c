package org.openfoodfacts.brigade.contracts.state;

import java.time.Instant;

/**
 * Who a node is: the public keys its messages are checked with and secrets are sealed to. Keys in base64: {@code signingKey} an Ed25519
 * SubjectPublicKeyInfo, {@code sealingKey} a raw X25519 public key.
 */
public record NodeIdentity(
        String node,
        Status status,
        String keyId,
        String signingKey,
        String sealingKey,
        Instant enrolledAt,
        Instant revokedAt)
        implements State {

    public enum Status {
        ENROLLED,
        REVOKED
    }
}
