package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Asks services whether they are up. */
public final class Health implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final int OK = 200;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    public boolean isUp(URI api) {
        try {
            HttpRequest request = HttpRequest.newBuilder(api.resolve("health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** True once it is up; false when it is not until then or there is no more point in waiting. */
    public boolean awaitUp(URI api, Duration patience, BooleanSupplier worthwhile) {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end) && worthwhile.getAsBoolean()) {
            if (isUp(api)) {
                return true;
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        http.close();
    }
}
