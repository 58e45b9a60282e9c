package org.openfoodfacts.brigade.contracts.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs messages with one Ed25519 key (RFC 8032) under its key id. Safe for use by many threads. By Bouncy Castle, the quickest of
 * those that need no native code (ADR 0090).
 */
public final class Signer {
    private final String keyId;
    private final Ed25519PrivateKeyParameters key;

    public Signer(String owner, PrivateKey privateKey, PublicKey publicKey) {
        this.keyId = KeyCodec.keyId(owner, publicKey);
        this.key = new Ed25519PrivateKeyParameters(KeyCodec.raw(privateKey));
    }

    public static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    public String keyId() {
        return keyId;
    }

    public Signature sign(byte[] input) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, input, 0, input.length, signature, 0);
        return new Signature(keyId, Base64.getEncoder().encodeToString(signature));
    }
}
