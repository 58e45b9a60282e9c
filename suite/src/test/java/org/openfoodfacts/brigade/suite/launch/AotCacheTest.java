package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    private static final String OUTPUT = "-XX:AOTCacheOutput=";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void writeJar() throws IOException {
        jar = Files.writeString(folder.resolve("a.jar"), "one");
    }

    @Test
    void whatARunRecordedIsUsedOnceThatRunHasEndedInOrder() throws IOException {
        AotCache cache = cache();
        record(cache.use());
        assertThat(cache().use().options()).as("it is still being recorded").isEmpty();
        cache.keep();
        AotCache.Use use = cache().use();
        assertThat(use.recorded()).isEmpty();
        assertThat(use.options()).singleElement().asString().startsWith("-XX:AOTCache=");
        assertThat(Path.of(use.options().getFirst().substring("-XX:AOTCache=".length())))
                .hasContent("recorded");
    }

    @Test
    void whatWasCutShortIsRecordedAgain() throws IOException {
        AotCache cache = cache();
        record(cache.use());
        cache.drop();
        assertThat(cache().use().recorded()).isPresent();
    }

    @Test
    void aRecorderThatIsGoneDoesNotKeepOthersFromRecording() throws IOException, InterruptedException {
        var _ = cache().use();
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(claim(), Long.toString(gone.pid()));
        assertThat(cache().use().recorded()).isPresent();
        assertThat(claim()).hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void aChangedJarNeedsAnotherCacheAndTheOldOneGoes() throws IOException {
        AotCache old = cache();
        record(old.use());
        old.keep();
        Files.writeString(jar, "another");
        assertThat(cache().use().options()).singleElement().asString().startsWith(OUTPUT);
        assertThat(folder.resolve("aot").toFile().list())
                .containsExactly(claim().getFileName().toString());
    }

    private AotCache cache() {
        return new AotCache(folder.resolve("aot"), "service", List.of(jar));
    }

    private Path claim() throws IOException {
        try (var files = Files.list(folder.resolve("aot"))) {
            return files.filter(file -> file.toString().endsWith(".recording"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void record(AotCache.Use use) throws IOException {
        assertThat(use.recorded()).isPresent();
        Files.writeString(Path.of(use.options().getFirst().substring(OUTPUT.length())), "recorded");
    }

    /** As JDK 25 leaves it when the process that assembles the cache is killed; the recording run ends as ever. */
    @Test
    void aCacheWhoseMakingWasCutShortIsRecordedAgain(@TempDir Path made) throws IOException {
        AotCache cache = new AotCache(made.resolve("aot"), "worker", List.of());
        Path part = Path.of(cache.use().options().getFirst().replace("-XX:AOTCacheOutput=", ""));
        Files.writeString(part, "half");
        Path madeFrom = Files.writeString(part.resolveSibling(part.getFileName() + ".config"), "");
        cache.keep();

        assertThat(cache.use().options()).containsExactly("-XX:AOTCacheOutput=" + part);
        assertThat(part).doesNotExist();
        assertThat(madeFrom).doesNotExist();
    }
}
