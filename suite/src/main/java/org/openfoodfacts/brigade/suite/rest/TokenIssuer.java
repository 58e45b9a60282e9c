package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;

/** Makes bearer tokens (JWT, RS256) that the services of the local suite accept. Whoever can read its key is an administrator. */
public final class TokenIssuer {
    private static final int KEY_BITS = 2048;
    private final Path folder;
    private final Clock clock;

    /** @param folder where the key pair lies, or is made on first use */
    public TokenIssuer(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** What an API user may do; each includes those before it. */
    public enum Role {
        viewer,
        operator,
        admin
    }

    public Path publicKey() {
        return folder.resolve("tokens.pub.pem");
    }

    private Path privateKey() {
        return folder.resolve("tokens.pem");
    }

    public TokenIssuer create() {
        if (Files.exists(publicKey())) {
            return this;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            KeyPair pair = generator.generateKeyPair();
            PrivateFiles.write(
                    privateKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            PrivateFiles.write(publicKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** A token of this user for one role. */
    public String token(String user, Role role, Duration lifetime) {
        Instant now = clock.instant();
        Map<String, Object> claims = Map.of(
                "iss", "brigade-local",
                "sub", user,
                "upn", user,
                "groups", List.of(role.name()),
                "iat", now.getEpochSecond(),
                "exp", now.plus(lifetime).getEpochSecond(),
                "jti", UUID.randomUUID().toString());
        String signed = base64(json(Map.of("alg", "RS256", "typ", "JWT"))) + "." + base64(json(claims));
        return signed + "." + base64(sign(signed));
    }

    private byte[] sign(String text) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(readKey());
            rsa.update(text.getBytes(StandardCharsets.US_ASCII));
            return rsa.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(privateKey() + " cannot sign", e);
        }
    }

    private PrivateKey readKey() throws GeneralSecurityException {
        String base64 = PrivateFiles.read(privateKey()).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    private static byte[] json(Map<String, Object> value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("claims are text and numbers", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
