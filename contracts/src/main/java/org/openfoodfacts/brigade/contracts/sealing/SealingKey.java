package org.openfoodfacts.brigade.contracts.sealing;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.subtle.X25519;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Base64;

/** The X25519 key pair a node opens secrets with. The private half stays in a 0600 file on its machine. */
@AccessesPartialKey
public final class SealingKey {
    static final HpkeParameters PARAMETERS = parameters();

    private final HpkePrivateKey key;

    private SealingKey(HpkePrivateKey key) {
        this.key = key;
    }

    public static SealingKey generate() {
        return ofPrivate(Base64.getEncoder().encodeToString(X25519.generatePrivateKey()));
    }

    /** From the private key's 32 bytes in base64; throws IllegalArgumentException for anything else. */
    public static SealingKey ofPrivate(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            HpkePublicKey publicKey = publicKey(X25519.publicFromPrivate(bytes));
            return new SealingKey(
                    HpkePrivateKey.create(publicKey, SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an X25519 private key (32 bytes in base64)", e);
        }
    }

    static HpkePublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != 32) {
            throw new InvalidKeyException("an X25519 public key has 32 bytes, not " + bytes.length);
        }
        return HpkePublicKey.create(PARAMETERS, Bytes.copyFrom(bytes), null);
    }

    public String publicKey() {
        return Base64.getEncoder()
                .encodeToString(key.getPublicKey().getPublicKeyBytes().toByteArray());
    }

    public String privateKey() {
        return Base64.getEncoder().encodeToString(key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
    }

    HpkePrivateKey tinkKey() {
        return key;
    }

    private static HpkeParameters parameters() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the HPKE suite of Brigade is not supported by this Tink", e);
        }
    }
}
