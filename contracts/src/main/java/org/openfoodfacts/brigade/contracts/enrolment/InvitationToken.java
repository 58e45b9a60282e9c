package org.openfoodfacts.brigade.contracts.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.NodeName;

/**
 * A one-time invitation as its maker hands it to the new machine: {@code brigade1.<node>.<secret>.<fingerprint>}. The fingerprint is that of
 * the security service's public key, so the machine knows whom to believe; only the secret's hash is ever stored.
 */
public record InvitationToken(String node, String secret, String fingerprint) {
    private static final String VERSION = "brigade1";

    /** @param random 32 random bytes, the secret */
    public static InvitationToken of(String node, byte[] random, String fingerprint) {
        return new InvitationToken(
                NodeName.require(node), Base64.getUrlEncoder().withoutPadding().encodeToString(random), fingerprint);
    }

    public static Optional<InvitationToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 4 && parts[0].equals(VERSION) && NodeName.isValid(parts[1])
                ? Optional.of(new InvitationToken(parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    public String text() {
        return String.join(".", VERSION, node, secret, fingerprint);
    }

    public String secretHash() {
        return HexFormat.of().formatHex(sha256(secret));
    }

    /** Compares in constant time. */
    public boolean hasSecretHash(String stored) {
        return MessageDigest.isEqual(
                secretHash().getBytes(StandardCharsets.UTF_8), stored.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Without the secret: tokens must not reach a log. */
    @Override
    public String toString() {
        return VERSION + "." + node + ".(secret)." + fingerprint;
    }
}
