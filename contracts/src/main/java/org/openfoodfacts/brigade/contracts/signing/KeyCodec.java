package org.openfoodfacts.brigade.contracts.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Ed25519 keys as text: public ones as base64 of their SubjectPublicKeyInfo, private ones as PKCS#8 PEM. */
public final class KeyCodec {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int FINGERPRINT_BYTES = 8;
    private static final int RAW_BYTES = 32;
    /** Of a SubjectPublicKeyInfo: its DER and the algorithm (RFC 8410). */
    private static final int PREFIX_BYTES = 12;

    private KeyCodec() {}

    public static String encode(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Throws IllegalArgumentException when the text is no Ed25519 public key. */
    public static PublicKey publicKey(String base64) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 public key in base64", e);
        }
    }

    public static String pem(PrivateKey key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return BEGIN + "\n" + body + "\n" + END + "\n";
    }

    /** Throws IllegalArgumentException when the text is no Ed25519 private key in PKCS#8 PEM. */
    public static PrivateKey privateKey(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no '" + BEGIN + "' … '" + END + "' in it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 private key in PKCS#8 PEM", e);
        }
    }

    /** The 32 bytes of RFC 8032. Throws IllegalArgumentException when it is no Ed25519 key. */
    static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (!key.getFormat().equals("X.509")
                || encoded.length != PREFIX_BYTES + RAW_BYTES
                || !key.getAlgorithm().matches("EdDSA|Ed25519")) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + key.getAlgorithm());
        }
        return Arrays.copyOfRange(encoded, PREFIX_BYTES, encoded.length);
    }

    /** The 32 bytes of RFC 8032. Throws IllegalArgumentException when it is no Ed25519 key. */
    static byte[] raw(PrivateKey key) {
        return Optional.of(key)
                .filter(EdECPrivateKey.class::isInstance)
                .map(EdECPrivateKey.class::cast)
                .flatMap(EdECPrivateKey::getBytes)
                .filter(seed -> seed.length == RAW_BYTES)
                .orElseThrow(() -> new IllegalArgumentException("not an Ed25519 private key: " + key.getAlgorithm()));
    }

    /** The id under which messages name this key. */
    public static String keyId(String owner, PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return owner + "#" + HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
