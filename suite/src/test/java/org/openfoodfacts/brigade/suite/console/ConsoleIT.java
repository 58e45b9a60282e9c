package org.openfoodfacts.brigade.suite.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.Json;

/** The console in a real browser: each story (src/test/resources/console-stories) opens a page, plays the services' answers and looks at what is seen. */
@ExtendWith(RequiresChromium.class)
class ConsoleIT {
    private static final long LONGEST_SECONDS = 300;

    @TempDir
    static Path folder;

    private static JsonNode told;

    @BeforeAll
    static void showAllStories() throws Exception {
        try (PlayedConsole console = new PlayedConsole();
                Chromium _ = Chromium.open(console.url(), folder)) {
            told = Json.mapper().readTree(console.told().get(LONGEST_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "the stories did not end; Chromium says: " + Files.readString(folder.resolve("chromium.log")), e);
        }
    }

    @Test
    void thereAreStories() {
        assertThat(told).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> stories() {
        return told.valueStream()
                .map(story -> DynamicTest.dynamicTest(
                        story.path("name").asText(),
                        () -> assertThat(story.path("failure").asText())
                                .as(story.path("name").asText())
                                .isEmpty()));
    }
}
