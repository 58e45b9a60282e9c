package org.openfoodfacts.brigade.suite.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

class TokenIssuerTest {
    @TempDir
    private Path folder;

    @Test
    void aTokenSaysWhoMayDoWhatUntilWhenAndIsSigned() throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);
        TokenIssuer issuer = new TokenIssuer(folder, clock).create();
        String[] parts = issuer.token("ada", Role.operator, Duration.ofHours(1)).split("\\.");
        JsonNode claims = Json.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("brigade-local");
        assertThat(claims.path("upn").asText()).isEqualTo("ada");
        assertThat(claims.path("groups").toString()).isEqualTo("[\"operator\"]");
        assertThat(claims.path("exp").asLong())
                .isEqualTo(clock.instant().plusSeconds(3600).getEpochSecond());
        Signature rsa = Signature.getInstance("SHA256withRSA");
        String pem = Files.readString(issuer.publicKey()).replaceAll("-----[A-Z ]+-----", "");
        rsa.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem))));
        rsa.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(rsa.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void theKeyIsMadeOnce() throws Exception {
        String first = Files.readString(
                new TokenIssuer(folder, Clock.systemUTC()).create().publicKey());
        assertThat(Files.readString(
                        new TokenIssuer(folder, Clock.systemUTC()).create().publicKey()))
                .isEqualTo(first);
    }
}
