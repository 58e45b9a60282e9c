package org.openfoodfacts.brigade.contracts.signing;

import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The public keys a reader believes, by key id. Immutable: a change makes a new one. */
public final class PublicKeys {
    private final Map<String, Ed25519PublicKeyParameters> byId;

    private PublicKeys(Map<String, Ed25519PublicKeyParameters> byId) {
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
        Map<String, Ed25519PublicKeyParameters> more = new HashMap<>(byId);
        more.put(KeyCodec.keyId(owner, key), new Ed25519PublicKeyParameters(KeyCodec.raw(key)));
        return new PublicKeys(more);
    }

    /** Without any key of this owner. */
    public PublicKeys without(String owner) {
        Map<String, Ed25519PublicKeyParameters> fewer = new HashMap<>(byId);
        fewer.keySet().removeIf(id -> Signature.owner(id).equals(owner));
        return new PublicKeys(fewer);
    }

    public boolean knows(String keyId) {
        return byId.containsKey(keyId);
    }

    /** Why this signature is not one of a known key over the input; empty when it is. */
    public Optional<String> objection(Signature signature, byte[] input) {
        Ed25519PublicKeyParameters key = byId.get(signature.keyId());
        if (key == null) {
            return Optional.of("the key " + signature.keyId() + " is not known or no longer trusted");
        }
        return isValid(key, signature, input)
                ? Optional.empty()
                : Optional.of("the signature of " + signature.keyId() + " does not match");
    }

    private static boolean isValid(Ed25519PublicKeyParameters key, Signature signature, byte[] input) {
        try {
            byte[] bytes = Base64.getDecoder().decode(signature.base64());
            return bytes.length == Ed25519.SIGNATURE_SIZE
                    && key.verify(Ed25519.Algorithm.Ed25519, null, input, 0, input.length, bytes, 0);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
