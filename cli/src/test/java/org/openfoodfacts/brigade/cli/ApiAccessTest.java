package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;

class ApiAccessTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void everyRequestOfALongCommandCarriesATokenThatIsGoodForMinutesYet() throws Exception {
        InstantSource time = now::get;
        try (PlayedSuite suite = new PlayedSuite(folder);
                ApiClient api = new ApiAccess(suite.state(), time.withZone(ZoneOffset.UTC), Map.of()).client()) {
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

    @Test
    void whatIsOfThisMachineNeverGoesElsewhere() throws Exception {
        try (PlayedSuite suite = new PlayedSuite(folder)) {
            suite.answers("GET inventory/nodes", 200, "{}");
            Map<String, String> real = Map.of("BRIGADE_URL", "http://127.0.0.1:1", "BRIGADE_TOKEN", "of-the-real-one");
            try (ApiClient api = new ApiAccess(suite.state(), Clock.systemUTC(), real).here()) {
                var _ = api.get("inventory/nodes");
            }
            assertThat(suite.tokens()).singleElement().isNotEqualTo("of-the-real-one");
        }
    }

    @Test
    void whatAFileWithLinesOfAnotherSystemLeavesIsNotPartOfTheToken() throws Exception {
        try (PlayedSuite suite = new PlayedSuite(folder)) {
            suite.answers("GET inventory/nodes", 200, "{}");
            try (ApiClient api =
                    elsewhere(suite.url() + "\r\n", "abc.def-g_h=\r\n").client()) {
                var _ = api.get("inventory/nodes");
            }
            assertThat(suite.tokens()).containsExactly("abc.def-g_h=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret\r\nX-Role: admin", "secret words"})
    void aTokenThatIsNoneIsRefusedAndNotShown(String token) {
        assertThatThrownBy(elsewhere("http://127.0.0.1:1", token)::client)
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("BRIGADE_TOKEN is no bearer token")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "brigade.example.org", "localhost:8080", "ftp://a", "http://", "http:// a", "http://a:99999"
            })
    void anAddressThatIsNoneIsRefusedAndNamed(String url) {
        assertThatThrownBy(elsewhere(url, "token")::client)
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("BRIGADE_URL is no address like https://brigade.example.org: ")
                .hasMessageContaining(url.strip());
    }

    @Test
    void aPasswordWithinTheAddressIsNotShown() {
        assertThatThrownBy(elsewhere("https://ada:secret@brigade.example.org", "token")::client)
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("BRIGADE_URL is no address like https://brigade.example.org: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aSchemeInCapitalsIsOne() throws Exception {
        try (PlayedSuite suite = new PlayedSuite(folder)) {
            suite.answers("GET inventory/nodes", 200, "{}");
            String url = suite.url().toString().replace("http:", "HTTP:");
            try (ApiClient api = elsewhere(url, "token").client()) {
                assertThat(api.get("inventory/nodes").isObject()).isTrue();
            }
        }
    }

    private ApiAccess elsewhere(String url, String token) {
        return new ApiAccess(
                new StateFolder(folder), Clock.systemUTC(), Map.of("BRIGADE_URL", url, "BRIGADE_TOKEN", token));
    }

    private static Instant end(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Instant.ofEpochSecond(Terminal.parse(new String(claims, StandardCharsets.UTF_8))
                .path("exp")
                .asLong());
    }
}
