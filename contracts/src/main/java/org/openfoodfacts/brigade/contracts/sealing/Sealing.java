package org.openfoodfacts.brigade.contracts.sealing;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals a secret to one node's public key (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). The context binds the box to its purpose:
 * a key sealed for one tunnel does not open as that of another.
 */
public final class Sealing {
    static {
        try {
            HybridConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink's hybrid encryption is not to be had", e);
        }
    }

    private Sealing() {}

    /** The secret for the holder of {@code publicKey} (32 bytes in base64), as base64. */
    public static String seal(byte[] secret, String publicKey, String context) {
        try {
            KeysetHandle handle = handle(KeysetHandle.importKey(
                    SealingKey.publicKey(Base64.getDecoder().decode(publicKey))));
            HybridEncrypt encrypt = handle.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
            return Base64.getEncoder()
                    .encodeToString(encrypt.encrypt(secret, context.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot seal to this public key: " + e.getMessage(), e);
        }
    }

    /** Throws GeneralSecurityException when the box was not sealed to this key and context. */
    public static byte[] open(String sealed, SealingKey key, String context) throws GeneralSecurityException {
        KeysetHandle handle = handle(KeysetHandle.importKey(key.tinkKey()));
        HybridDecrypt decrypt = handle.getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
        return decrypt.decrypt(bytes(sealed), context.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String base64) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the box is not base64", e);
        }
    }

    private static KeysetHandle handle(KeysetHandle.Builder.Entry entry) {
        try {
            return KeysetHandle.newBuilder()
                    .addEntry(entry.withRandomId().makePrimary())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset of one key cannot be wrong", e);
        }
    }
}
