package org.openfoodfacts.brigade.suite.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
    private HttpServer server;
    private ApiClient api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        api = new ApiClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), () -> "token");
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8", "application/vnd.x+json"})
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

    @Test
    void anAnswerThatNeverEndsIsGivenUpBeforeItFillsTheMemory() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            while (true) {
                exchange.getResponseBody().write(blanks);
            }
        });

        assertThatThrownBy(() -> api.get("x"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(Integer.toString(64 << 20));
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
