package org.openfoodfacts.brigade.suite.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** Following a stream of a service that ends it, breaks it, falls silent or goes away. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FollowTest {
    /** For what silence is about: the test waits for it, and whoever speaks in time must do so within it. */
    private static final FollowPatience SHORT = new FollowPatience(
            Duration.ofSeconds(3), Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMinutes(2));

    private static final FollowPatience LONG = new FollowPatience(
            Duration.ofMinutes(2), Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMinutes(2));
    private static final FollowPatience LITTLE = new FollowPatience(
            Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(1));

    private final List<HttpHandler> answers = new CopyOnWriteArrayList<>();
    private final List<String> askedBehind = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final List<Integer> got = new ArrayList<>();
    private HttpServer service;

    @TempDir
    private Path keys;

    @BeforeEach
    void start() throws IOException {
        AtomicInteger next = new AtomicInteger();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/api/inventory/events", exchange -> {
            askedBehind.add(
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Last-Event-ID"), "nothing"));
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            answers.get(Math.min(next.getAndIncrement(), answers.size() - 1)).handle(exchange);
        });
        service.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        service.stop(0);
    }

    @Test
    void aStreamThatEndsGoesOnBehindItsLastEventWithANewToken() {
        answers.addAll(List.of(events("id: 7\ndata: {\"n\":1}\n\n"), events("id: 8\ndata: {\"n\":2}\n\n")));
        AtomicInteger tokens = new AtomicInteger();

        follow(LONG, () -> "token" + tokens.incrementAndGet(), 2);

        assertThat(got).containsExactly(1, 2);
        assertThat(askedBehind).containsExactly("nothing", "7");
        assertThat(authorizations).doesNotHaveDuplicates();
    }

    @Test
    void anEventThatWasCutIsAskedForAgain() {
        answers.addAll(List.of(
                events("id: 7\ndata: {\"n\":1}\n\nid: 8\ndata: {\"n\":2}\n"), events("id: 8\ndata: {\"n\":2}\n\n")));

        follow(LONG, () -> "token", 2);

        assertThat(got).containsExactly(1, 2);
        assertThat(askedBehind).containsExactly("nothing", "7");
    }

    @Test
    void aConnectionOnWhichNothingComesIsLeftForAnother() {
        answers.addAll(List.of(silentAfter("id: 7\ndata: {\"n\":1}\n\n"), events("id: 8\ndata: {\"n\":2}\n\n")));

        follow(SHORT, () -> "token", 2);

        assertThat(got).containsExactly(1, 2);
        assertThat(askedBehind).containsExactly("nothing", "7");
    }

    @Test
    void whoNeverSaysAnythingIsNotWaitedFor() {
        answers.add(silentAfter(""));

        assertThatThrownBy(() -> follow(SHORT, () -> "token", 1))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("nothing came for");
        assertThat(askedBehind).hasSize(1);
    }

    @Test
    void aCommentIsASignOfLife() {
        answers.add(exchange -> {
            begin(exchange);
            OutputStream out = exchange.getResponseBody();
            for (int i = 0; i < 15; i++) {
                write(out, ":\n\n");
                pause(SHORT.silence().dividedBy(10));
            }
            write(out, "data: {\"n\":1}\n\n");
            exchange.close();
        });

        follow(SHORT, () -> "token", 1);

        assertThat(got).containsExactly(1);
        assertThat(askedBehind).hasSize(1);
    }

    @Test
    void aServiceThatRestartsIsWaitedFor() {
        answers.addAll(List.of(
                events("id: 7\ndata: {\"n\":1}\n\n"),
                problem(503),
                problem(503),
                events("id: 8\ndata: {\"n\":2}\n\n")));

        follow(LONG, () -> "token", 2);

        assertThat(got).containsExactly(1, 2);
        assertThat(askedBehind).containsExactly("nothing", "7", "7", "7");
    }

    @Test
    void aServiceThatDoesNotComeBackIsGivenUpWithWhatItSaid() {
        answers.addAll(List.of(events("id: 7\ndata: {\"n\":1}\n\n"), problem(503)));

        ApiException failure = catchThrowableOfType(ApiException.class, () -> follow(LITTLE, () -> "token", 2));

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure).hasMessage("it is so");
        assertThat(got).containsExactly(1);
    }

    @Test
    void whoSaysThatItIsOverIsNotAskedAgain() {
        answers.addAll(List.of(events("id: 7\ndata: {\"n\":1}\n\n"), exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        }));

        follow(LONG, () -> "token", 2);

        assertThat(got).containsExactly(1);
        assertThat(askedBehind).hasSize(2);
    }

    @Test
    void whatIsRefusedIsNotAskedAgain() {
        answers.addAll(List.of(events("id: 7\ndata: {\"n\":1}\n\n"), problem(401)));

        ApiException refused = catchThrowableOfType(ApiException.class, () -> follow(LONG, () -> "token", 2));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused).hasMessage("it is so");
        assertThat(askedBehind).hasSize(2);
    }

    @Test
    void aTokenOfSomebodyElseThatHasEndedIsNamed() {
        Instant yesterday = Instant.parse("2026-11-23T00:00:00Z");
        String ended = new TokenIssuer(keys, Clock.fixed(yesterday, ZoneOffset.UTC))
                .create()
                .token("ada", Role.viewer, Duration.ofHours(1));
        answers.add(events("id: 7\ndata: {\"n\":1}\n\n"));

        assertThatThrownBy(() -> follow(LONG, () -> ended, 2))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("its token ended at 2026-11-23T01:00:00Z");
        assertThat(got).containsExactly(1);
    }

    private void follow(FollowPatience patience, Supplier<String> token, int last) {
        URI base = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        try (ApiClient api = new ApiClient(base, token, patience, Duration.ofSeconds(90))) {
            api.follow("inventory/events", event -> take(event) != last);
        }
    }

    private int take(JsonNode event) {
        int number = event.path("n").asInt();
        got.add(number);
        return number;
    }

    private static HttpHandler events(String text) {
        return exchange -> {
            begin(exchange);
            write(exchange.getResponseBody(), text);
            exchange.close();
        };
    }

    private HttpHandler silentAfter(String text) {
        return exchange -> {
            begin(exchange);
            write(exchange.getResponseBody(), text);
            pause(Duration.ofMinutes(1));
            exchange.close();
        };
    }

    private static HttpHandler problem(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, 0);
            write(exchange.getResponseBody(), "{\"detail\": \"it is so\"}");
            exchange.close();
        };
    }

    private static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Says nothing for so long, or until the test is over. */
    private void pause(Duration duration) {
        try {
            boolean _ = testIsOver.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
