package org.openfoodfacts.brigade.suite.rest;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One connection that brings server-sent events. It is dead when no line came for a while, not even a comment. */
final class EventConnection implements AutoCloseable {
    private final BlockingQueue<Optional<String>> came = new LinkedBlockingQueue<>();
    private final Lines lines = new Lines();
    private final CompletableFuture<HttpResponse<String>> response;
    private final Duration silence;

    EventConnection(HttpClient http, HttpRequest request, Duration silence) {
        this.silence = silence;
        this.response = http.sendAsync(request, this::body);
        var _ = response.whenComplete((_, _) -> lines.endUnlessBegun());
    }

    /** @param id with which the other side can be asked for what came behind it; empty without one */
    record Message(String id, String data) {}

    private BodySubscriber<String> body(ResponseInfo answer) {
        return ApiAnswer.isEvents(
                        answer.statusCode(),
                        answer.headers().firstValue("Content-Type").orElse(""))
                ? BodySubscribers.fromLineSubscriber(lines, _ -> "", StandardCharsets.UTF_8, null)
                : BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), ApiClient.LARGEST_ANSWER);
    }

    /** The next event, whole; empty when the answer is at its end. IOException when the connection is silent for too long. */
    Optional<Message> next(Runnable heard) throws IOException, InterruptedException {
        String id = "";
        StringJoiner data = new StringJoiner("\n");
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            heard.run();
            String text = line.get();
            if (text.startsWith("data:")) {
                data.add(value(text));
            } else if (text.startsWith("id:")) {
                id = value(text);
            } else if (text.isEmpty() && data.length() > 0) {
                return Optional.of(new Message(id, data.toString()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> line() throws IOException, InterruptedException {
        Optional<String> line = came.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
        }
        if (line.isPresent()) {
            lines.more();
        }
        return line;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** What the answer was, once {@link #next} has found its end; its body is empty unless it was something else than events. IOException when it was cut. */
    HttpResponse<String> answer() throws IOException, InterruptedException {
        try {
            return response.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cut) {
                throw cut;
            }
            throw new IllegalStateException("an answer cannot be read", e);
        }
    }

    @Override
    public void close() {
        boolean _ = response.cancel(true);
        lines.cancel();
    }

    /** Lines come one at a time, the next when the one before was taken. */
    private final class Lines implements Flow.Subscriber<String> {
        private volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(1);
        }

        @Override
        public void onNext(String line) {
            came.add(Optional.of(line));
        }

        @Override
        public void onError(Throwable failure) {
            came.add(Optional.empty());
        }

        @Override
        public void onComplete() {
            came.add(Optional.empty());
        }

        /** The response has ended. Of one with events that is no more than a sign that the lines will end, for some may be on their way yet. */
        void endUnlessBegun() {
            if (subscription == null) {
                came.add(Optional.empty());
            }
        }

        void more() {
            subscription.request(1);
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
