package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.suite.rest.EventConnection.Message;

/**
 * Server-sent events, over as many connections as it takes: services end a stream with the token it was asked for with, restart, and
 * connections break. Each one goes on behind the last event that was handed over.
 */
final class EventStream {
    private static final int NO_CONTENT = 204;
    private static final int TOO_MANY = 429;
    private static final int FIRST_FAULT_OF_THEIRS = 500;
    private final HttpClient http;
    private final URI address;
    private final Supplier<String> token;
    private final FollowPatience patience;
    private String lastId = "";

    EventStream(HttpClient http, URI address, Supplier<String> token, FollowPatience patience) {
        this.http = http;
        this.address = address;
        this.token = token;
        this.patience = patience;
    }

    /**
     * Returns when the consumer has enough or the other side says that nothing more will come.
     *
     * @param unreachable what is to be said of a connection that failed
     */
    void follow(Predicate<JsonNode> goOn, Function<IOException, ApiException> unreachable) throws InterruptedException {
        FollowTries tries = new FollowTries(patience);
        Optional<ApiException> failure = connect(goOn, tries, unreachable);
        while (failure.isPresent()) {
            tries.failed(failure.get());
            failure = connect(goOn, tries, unreachable);
        }
    }

    /** One connection: why it ended, if another one can be hoped for; empty when none is needed. */
    private Optional<ApiException> connect(
            Predicate<JsonNode> goOn, FollowTries tries, Function<IOException, ApiException> unreachable)
            throws InterruptedException {
        try {
            return isOver(goOn, tries)
                    ? Optional.empty()
                    : Optional.of(new ApiException(0, "the stream at " + address + " ended, and nothing more comes"));
        } catch (IOException e) {
            return Optional.of(unreachable.apply(e));
        } catch (ApiException e) {
            if (!passes(e.status())) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    private boolean isOver(Predicate<JsonNode> goOn, FollowTries tries) throws IOException, InterruptedException {
        String used = token.get();
        try (EventConnection connection = new EventConnection(http, request(used), patience.silence())) {
            Optional<Message> message = connection.next(tries::heard);
            while (message.isPresent()) {
                if (!goOn.test(ApiAnswer.jsonOrText(message.get().data()))) {
                    return true;
                }
                lastId = message.get().id().isEmpty() ? lastId : message.get().id();
                message = connection.next(tries::heard);
            }
            return isOver(connection.answer(), used);
        }
    }

    private boolean isOver(HttpResponse<String> answer, String used) {
        ApiAnswer.events(answer);
        if (answer.statusCode() == NO_CONTENT) {
            return true;
        }
        Instant end = BearerToken.end(used).orElse(Instant.MAX);
        if (!end.isAfter(Instant.now()) && used.equals(token.get())) {
            throw new ApiException(
                    0, "the stream ended; its token ended at " + end + ", './brigade token' prints another");
        }
        return false;
    }

    private HttpRequest request(String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "text/event-stream");
        return lastId.isEmpty()
                ? request.build()
                : request.header("Last-Event-ID", lastId).build();
    }

    private static boolean passes(int status) {
        return status == TOO_MANY || status >= FIRST_FAULT_OF_THEIRS;
    }
}
