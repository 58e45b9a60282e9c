package org.openfoodfacts.brigade.inventory.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

    @Test
    void whatNobodyHoldsWasLeftBehindAndIsRemoved() throws Exception {
        Path killed = Files.createTempDirectory("brigade-configuration");
        Files.createFile(killed.resolve("lock"));
        Files.createDirectories(killed.resolve("content/confs"));
        Path before = Files.createTempDirectory("brigade-configuration");
        Files.createFile(before.resolve("fleet.yaml"));
        Files.setLastModifiedTime(before, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path begun = Files.createTempDirectory("brigade-configuration");

        try (TemporaryFolder held = TemporaryFolder.create()) {
            TemporaryFolder.removeLeftBehind();

            assertThat(List.of(killed, before)).noneMatch(Files::exists);
            assertThat(List.of(begun, held.content())).allMatch(Files::exists);
        }
        Files.delete(begun);
    }

    @Test
    void whatIsBeingMadeIsNotTakenForLeftBehind() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                TemporaryFolder.removeLeftBehind();
            }
        });
        try {
            for (int i = 0; i < 2000; i++) {
                try (TemporaryFolder made = TemporaryFolder.create()) {
                    assertThat(made.content()).isDirectory();
                }
            }
        } finally {
            done.set(true);
            other.join();
        }
    }
}
