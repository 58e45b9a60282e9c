package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.contracts.Json;

/** The REST API of a suite, here or elsewhere. What it refuses becomes an {@link ApiException} that reads as a sentence. */
public final class ApiClient implements AutoCloseable {
    private static final Duration UNTIL_IT_ANSWERS = Duration.ofSeconds(30);
    private static final Duration UNTIL_ALL_IS_THERE = Duration.ofSeconds(90);
    static final long LARGEST_ANSWER = 64L << 20;
    private final URI base;
    private final Supplier<String> token;
    private final FollowPatience patience;
    private final Duration untilAllIsThere;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * @param base the gateway, for example {@code http://127.0.0.1:8080}
     * @param token asked for each request anew
     */
    public ApiClient(URI base, Supplier<String> token) {
        this(base, token, FollowPatience.USUAL, UNTIL_ALL_IS_THERE);
    }

    /** @param untilAllIsThere how long an answer that is no stream may take, with all of its body */
    ApiClient(URI base, Supplier<String> token, FollowPatience patience, Duration untilAllIsThere) {
        this.base = base;
        this.token = token;
        this.patience = patience;
        this.untilAllIsThere = untilAllIsThere;
    }

    public URI base() {
        return base;
    }

    /** @param path below {@code /api/}, for example {@code inventory/nodes} */
    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    public JsonNode post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json(body)))
                .build());
    }

    public JsonNode delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** All items of a paged list. ApiException when the answer is none: something else has answered, and nothing is known of what was asked for. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String more = path;
        while (more != null) {
            JsonNode page = get(more);
            items(more, page).forEach(items::add);
            more = page.hasNonNull("next")
                    ? path + (path.contains("?") ? "&" : "?") + "after="
                            + Uris.encode(page.get("next").asText())
                    : null;
        }
        return items;
    }

    private JsonNode items(String path, JsonNode page) {
        JsonNode items = page.isArray() ? page : page.path("items");
        if (!items.isArray()) {
            throw new ApiException(HttpURLConnection.HTTP_OK, ApiAnswer.notOurs(uri(path), "no list"));
        }
        return items;
    }

    /**
     * Server-sent events, each handed over as it comes, until the consumer has enough or the other side says that it is over. A stream that ends
     * or falls silent before that is asked for again, behind the last event; ApiException when it does not come back, or its token has ended.
     */
    public void follow(String path, Predicate<JsonNode> goOn) {
        try {
            new EventStream(http, uri(path), token, patience).follow(goOn, this::unreachable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Accept", "application/json")
                .timeout(UNTIL_IT_ANSWERS);
    }

    private URI uri(String path) {
        return base.resolve("/api/" + path);
    }

    private JsonNode send(HttpRequest request) {
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
        try {
            return ApiAnswer.json(answer.get(untilAllIsThere.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw unreachable(broken);
            }
            throw new IllegalStateException("an answer of " + base + " cannot be read", e);
        } catch (TimeoutException e) {
            throw unreachable(new HttpTimeoutException("it is not whole after " + untilAllIsThere.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            boolean _ = answer.cancel(true);
        }
    }

    private ApiException unreachable(IOException e) {
        String why = e instanceof ConnectException ? "nothing answers there" : String.valueOf(e.getMessage());
        return new ApiException(
                0, "no answer from " + base + " (" + why + "); is the suite up? './brigade up' starts it");
    }

    private static String json(Object body) {
        try {
            return Json.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
