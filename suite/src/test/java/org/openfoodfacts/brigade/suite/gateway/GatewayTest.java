package org.openfoodfacts.brigade.suite.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** The gateway before a small server that stands for a service. */
class GatewayTest {
    private static final int UNUSED = 1;
    private final CountDownLatch readOne = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer service;
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/api/inventory/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.createContext("/api/inventory/forwarded", exchange -> {
            byte[] body = exchange.getRequestHeaders().entrySet().stream()
                    .filter(header -> header.getKey().toLowerCase(Locale.ROOT).contains("forwarded"))
                    .toList()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.createContext("/api/inventory/stream", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("data: {\"n\":1}\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                boolean _ = readOne.await(60, TimeUnit.SECONDS);
                out.write("data: {\"n\":2}\n\n".getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        service.start();
        int port = service.getAddress().getPort();
        gateway = Gateway.start(0, Map.of(Service.INVENTORY, port, Service.DEPLOYER, UNUSED));
    }

    @AfterEach
    void stop() {
        gateway.close();
        service.stop(0);
        http.close();
    }

    @Test
    void aRequestReachesItsServiceAndTheAnswerComesBack() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/inventory/echo"))
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
    }

    @Test
    void theServiceIsToldWhoAsksAndNotWhatTheCallerClaims() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/inventory/forwarded"))
                        .header("X-Forwarded-For", "192.0.2.1")
                        .header("x-forwarded-host", "elsewhere.example")
                        .header("Forwarded", "for=192.0.2.1")
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).isEqualToIgnoringCase("[X-Forwarded-For=[127.0.0.1]]");
    }

    @Test
    void aStreamIsHandedOnWhileItStillGoesOn() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/api/inventory/stream"))
                .build();
        var answer = http.send(request, BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: {\"n\":1}");
            readOne.countDown();
            assertThat(lines.lines()).contains("data: {\"n\":2}");
        }
    }

    @Test
    void aServiceThatIsAwayIsAProblemThatSaysSo() throws Exception {
        HttpResponse<String> answer = get("/api/deployer/deployments");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        try (ApiClient api = new ApiClient(gateway.url(), () -> "token")) {
            assertThatThrownBy(() -> api.get("deployer/deployments"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("does not answer at present");
        }
    }

    @Test
    void aBodyBeyondTheLimitGoesNoFurther() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/api/inventory/echo"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @Test
    void theConsoleIsServedAndNothingElse() throws Exception {
        assertThat(get("/").body()).contains("<title>Brigade</title>");
        assertThat(get("/shell.js").headers().firstValue("content-type").orElse(""))
                .startsWith("text/javascript");
        assertThat(get("/../etc/passwd").statusCode()).isEqualTo(404);
        assertThat(get("/api/nobody/x").statusCode()).isEqualTo(404);
        assertThat(get("/").headers().firstValue("content-security-policy")).isPresent();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(), BodyHandlers.ofString());
    }
}
