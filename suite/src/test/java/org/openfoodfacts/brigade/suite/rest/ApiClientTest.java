package org.openfoodfacts.brigade.suite.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of what stands where a gateway should. */
@Timeout(180)
class ApiClientTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private ApiClient api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        api = new ApiClient(base(), () -> "token");
    }

    @AfterEach
    void stop() {
        over.countDown();
        api.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "Application/JSON",
                "application/vnd.x+json"
            })
    void jsonIsTheAnswer(String type) {
        answer(200, type, "{\"a\":1}");

        assertThat(api.get("x").path("a").asInt()).isEqualTo(1);
    }

    @Test
    void nothingIsAnAnswerToo() {
        answer(204, "", "");

        assertThat(api.delete("x").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectHasDoneNothing(int status) {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "https://login.example.org/");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> api.delete("proxy-config/bans/1"))
                .isInstanceOf(ApiException.class)
                .hasMessageContainingAll(
                        "/api/proxy-config/bans/1", "HTTP " + status, "https://login.example.org/", "BRIGADE_URL");
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, <html>, 'HTTP 200 with text/html'",
        "200, text/plain, '{\"a\":1}', 'HTTP 200 with text/plain'",
        "200, application/json, <html>, no JSON",
        "201, '', ok, 'HTTP 201 with no type'"
    })
    void aPageIsNoAnswer(int status, String type, String body, String why) {
        answer(status, type, body);

        for (String path : new String[] {"inventory/nodes", "security/nodes/a/revoke"}) {
            assertThatThrownBy(() -> api.post(path, Map.of()))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContainingAll(path, why, "gateway");
            assertThatThrownBy(() -> api.all(path)).isInstanceOf(ApiException.class);
        }
    }

    @Test
    void aPageIsNoStreamOfEventsAndNotWaitedFor() {
        answer(200, "text/html", "<html>");

        assertThatThrownBy(() -> api.follow("inventory/events", _ -> true))
                .isInstanceOf(ApiException.class)
                .hasMessageContainingAll("inventory/events", "HTTP 200 with text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"items\":{}}"})
    void whatIsNoListIsNotAnEmptyOne(String body) {
        answer(200, "application/json", body);

        assertThatThrownBy(() -> api.all("inventory/nodes"))
                .isInstanceOf(ApiException.class)
                .hasMessageContainingAll("/api/inventory/nodes answers no list", "gateway");
    }

    @Test
    void aRefusalIsAsTheServiceSaysIt() {
        answer(403, "application/problem+json", "{\"title\":\"No\",\"detail\":\"ask for a higher role\"}");

        assertThatThrownBy(() -> api.get("x")).isInstanceOf(ApiException.class).hasMessage("ask for a higher role");
    }

    @Test
    void aRefusalOfSomethingInFrontNamesTheAddressAndNotTheWholePage() {
        answer(403, "text/html", "<html>" + "log in ".repeat(1000));

        assertThatThrownBy(() -> api.get("x"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.status()).isEqualTo(403))
                .hasMessageContainingAll(base() + "/api/x answers HTTP 403: <html>log in", "…", "BRIGADE_URL")
                .message()
                .hasSizeLessThan(400);
    }

    @Test
    void aFaultBehindTheGatewayIsNoWrongAddress() {
        answer(502, "text/plain", "bad gateway");

        assertThatThrownBy(() -> api.get("x"))
                .isInstanceOf(ApiException.class)
                .hasMessage(base() + "/api/x answers HTTP 502: bad gateway");
    }

    @Test
    void whereNobodyListensNothingAnswers() {
        URI gone = base();
        server.stop(0);

        assertThatThrownBy(() -> api.get("x"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("no answer from " + gone + " (nothing answers there)");
    }

    @Test
    void anAnswerThatStopsInItsMiddleIsNotWaitedForForEver() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitTheEnd();
        });

        try (ApiClient impatient = new ApiClient(base(), () -> "token", FollowPatience.USUAL, SOON)) {
            assertThatThrownBy(() -> impatient.get("x"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContainingAll("no answer from " + base(), "it is not whole after");
        }
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpBeforeItFillsTheMemory() {
        neverEnds("application/json");

        assertThatThrownBy(() -> api.get("x"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(Integer.toString(64 << 20));
    }

    @Test
    void aPageThatNeverEndsInsteadOfEventsIsGivenUpToo() {
        neverEnds("text/html");

        assertThatThrownBy(() -> api.follow("x", _ -> true))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(Integer.toString(64 << 20));
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void neverEnds(String type) {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            while (true) {
                exchange.getResponseBody().write(blanks);
            }
        });
    }

    private void answer(int status, String type, String body) {
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", type);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
