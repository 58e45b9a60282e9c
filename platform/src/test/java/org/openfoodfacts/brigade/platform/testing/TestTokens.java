package org.openfoodfacts.brigade.platform.testing;

import io.smallrye.jwt.build.Jwt;
import java.time.Duration;

/** Bearer tokens that the service under test accepts: signed with the key pair that Quarkus makes for each test run. */
public final class TestTokens {
    private TestTokens() {}

    /** A token of user {@code tester} with one role: viewer, operator or admin. */
    public static String token(String role) {
        return token(role, Duration.ofHours(1));
    }

    public static String token(String role, Duration life) {
        return Jwt.issuer("brigade-local")
                .subject("tester")
                .upn("tester")
                .groups(role)
                .expiresIn(life)
                .sign();
    }
}
