package org.openfoodfacts.brigade.platform.testing;

import io.smallrye.jwt.build.Jwt;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Bearer tokens that the service under test accepts. */
public final class TestTokens {
    private TestTokens() {}

    /** A token of user {@code tester} with one role: viewer, operator or admin. */
    public static String token(String role) {
        Path folder = ConfigProvider.getConfig().getValue(BusAndDatabase.KEYS, Path.class);
        return Jwt.issuer("brigade-local")
                .subject("tester")
                .upn("tester")
                .groups(role)
                .expiresIn(Duration.ofHours(1))
                .sign(new TestKeys(folder).tokenPrivateKey().toString());
    }
}
