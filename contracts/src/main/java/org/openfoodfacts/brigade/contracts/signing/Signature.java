package org.openfoodfacts.brigade.contracts.signing;

/**
 * An Ed25519 signature in base64 and the id of the key it was made with. A key id is {@code owner#fingerprint}: the owner is a node's name
 * or a service's Kafka user, the fingerprint the first 16 hexadecimal digits of the SHA-256 of the public key.
 */
public record Signature(String keyId, String base64) {

    /** The owner a key id names; the whole id when it has no fingerprint. */
    public static String owner(String keyId) {
        int hash = keyId.indexOf('#');
        return hash < 0 ? keyId : keyId.substring(0, hash);
    }
}
