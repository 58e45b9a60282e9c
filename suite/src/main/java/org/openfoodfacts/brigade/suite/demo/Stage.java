package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** What a story has to play with: the API as an administrator, Kafka as another team's tool, and a voice that says what happens. */
public record Stage(ApiClient api, KafkaClient tool, StateFolder state, Consumer<String> voice) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Does one step and says what was asked, who did it and how long it took. */
    public <T> T step(String asked, String by, Supplier<T> work) {
        Instant start = Instant.now();
        T result = work.get();
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        voice.accept(String.format(Locale.ROOT, "  %6.2f s  %-60s  %s", seconds, asked, by));
        return result;
    }

    /** Asks again and again until the answer is as wanted; StoryFailed with the last answer when it does not become so. */
    public JsonNode await(String asked, String by, Supplier<JsonNode> question, Predicate<JsonNode> wanted) {
        return step(asked, by, () -> {
            Instant end = Instant.now().plus(PATIENCE);
            while (true) {
                JsonNode answer = question.get();
                if (wanted.test(answer)) {
                    return answer;
                }
                if (Instant.now().isAfter(end)) {
                    throw new StoryFailed(
                            asked + ": not within " + PATIENCE.toSeconds() + " s; the last answer: " + answer);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        });
    }

    public void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new StoryFailed(otherwise);
        }
    }
}
