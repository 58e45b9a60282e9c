package org.openfoodfacts.brigade.contracts.signing;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The public keys a reader believes, by key id. Immutable: a change makes a new one. */
public final class PublicKeys {
    private final Map<String, Ed25519Verify> byId;

    private PublicKeys(Map<String, Ed25519Verify> byId) {
        this.byId = Map.copyOf(byId);
    }

    public static PublicKeys none() {
        return new PublicKeys(Map.of());
    }

    /** Keys of owners, each given as base64 SubjectPublicKeyInfo. */
    public static PublicKeys of(Map<String, String> base64ByOwner) {
        PublicKeys keys = none();
        for (Map.Entry<String, String> entry : base64ByOwner.entrySet()) {
            keys = keys.with(entry.getKey(), KeyCodec.publicKey(entry.getValue()));
        }
        return keys;
    }

    public PublicKeys with(String owner, PublicKey key) {
        Map<String, Ed25519Verify> more = new HashMap<>(byId);
        more.put(KeyCodec.keyId(owner, key), new Ed25519Verify(KeyCodec.raw(key)));
        return new PublicKeys(more);
    }

    /** Without any key of this owner. */
    public PublicKeys without(String owner) {
        Map<String, Ed25519Verify> fewer = new HashMap<>(byId);
        fewer.keySet().removeIf(id -> Signature.owner(id).equals(owner));
        return new PublicKeys(fewer);
    }

    public boolean knows(String keyId) {
        return byId.containsKey(keyId);
    }

    /** Why this signature is not one of a known key over the input; empty when it is. */
    public Optional<String> objection(Signature signature, byte[] input) {
        Ed25519Verify key = byId.get(signature.keyId());
        if (key == null) {
            return Optional.of("the key " + signature.keyId() + " is not known or no longer trusted");
        }
        return isValid(key, signature, input)
                ? Optional.empty()
                : Optional.of("the signature of " + signature.keyId() + " does not match");
    }

    private static boolean isValid(Ed25519Verify key, Signature signature, byte[] input) {
        try {
            key.verify(Base64.getDecoder().decode(signature.base64()), input);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
