package org.openfoodfacts.brigade.contracts.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;

/** Signs messages with one Ed25519 key under its key id. Safe for use by many threads. */
public final class Signer {
    private final String keyId;
    private final PrivateKey key;

    public Signer(String owner, PrivateKey privateKey, PublicKey publicKey) {
        this.keyId = KeyCodec.keyId(owner, publicKey);
        this.key = privateKey;
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
        try {
            java.security.Signature ed25519 = java.security.Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(input);
            return new Signature(keyId, Base64.getEncoder().encodeToString(ed25519.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + keyId + " cannot sign", e);
        }
    }
}
