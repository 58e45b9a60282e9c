package org.openfoodfacts.brigade.contracts.state;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * Who a node is: the public keys its messages are checked with and secrets are sealed to. Keys in base64: {@code signingKey} an Ed25519
 * SubjectPublicKeyInfo, {@code sealingKey} a raw X25519 public key.
 */
public record NodeIdentity(
        @Required String node,
        @Required Status status,
        @Required String keyId,
        @Required String signingKey,
        @Required String sealingKey,
        Instant enrolledAt,
        Instant revokedAt)
        implements State {

    public enum Status {
        ENROLLED,
        REVOKED
    }
}
