package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

class ApiAccessTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void everyRequestOfALongCommandCarriesATokenThatIsGoodForMinutesYet() throws Exception {
        InstantSource time = now::get;
        try (PlayedSuite suite = new PlayedSuite(folder);
                ApiClient api = new ApiAccess(suite.state(), time.withZone(ZoneOffset.UTC)).client()) {
            suite.answers("GET inventory/nodes", 200, "{}");
            for (int minute = 0; minute <= 22; minute++) {
                var _ = api.get("inventory/nodes");
                assertThat(end(suite.tokens().getLast())).isAfter(now.get().plus(Duration.ofMinutes(4)));
                now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(1)));
            }
            assertThat(suite.tokens().stream().distinct())
                    .as("signing takes time, so not one per request")
                    .hasSize(5);
        }
    }

    private static Instant end(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Instant.ofEpochSecond(Terminal.parse(new String(claims, StandardCharsets.UTF_8))
                .path("exp")
                .asLong());
    }
}
