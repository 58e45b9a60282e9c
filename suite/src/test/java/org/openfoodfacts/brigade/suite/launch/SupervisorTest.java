package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes under a supervisor. */
class SupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Watchdog watchdog = Watchdog.start();
    private final Supervisor supervisor =
            new Supervisor(new Progress(new PrintStream(said, true, StandardCharsets.UTF_8)), watchdog);

    @TempDir
    private Path folder;

    @AfterEach
    void stopAll() {
        supervisor.close();
    }

    @Test
    void aProcessThatDiesIsNamedWithItsLastWordsAndStartedAgain() {
        Child first = supervisor.start(spec("worker", "echo 'out of luck'; exec sleep 600"));
        Awaitility.await().atMost(SOON).until(() -> first.lastLines(1).contains("out of luck"));
        first.kill();
        awaitAnother(first);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("worker ended with 137")
                .contains("out of luck");
        assertThat(supervisor.child("worker").orElseThrow().isAlive()).isTrue();
    }

    @Test
    void itsLastWordsDoNotCommandTheTerminal() {
        Child first = supervisor.start(spec("worker", "printf '\\033[2Jfine\\n'; exec sleep 600"));
        Awaitility.await().atMost(SOON).until(() -> !first.lastLines(1).isEmpty());
        first.kill();
        awaitAnother(first);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("\\u001b[2Jfine")
                .doesNotContain("\u001b");
    }

    @Test
    void aLogThatNoMemoryHoldsKeepsItsProcessFromNothing() throws IOException {
        ChildSpec spec = spec("worker", "exec sleep 600");
        Child first = supervisor.start(spec);
        byte[] lastWords = "out of luck\n".getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile log = new RandomAccessFile(spec.log().toFile(), "rw")) {
            log.setLength(3L << 30);
            log.seek(log.length() - lastWords.length - 1);
            log.writeByte('\n');
            log.write(lastWords);
        }
        first.kill();

        awaitAnother(first);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("worker ended with 137", "    out of luck");
    }

    @Test
    void whatCannotBeToldOfAnEndKeepsNothingFromBeingStartedAgain() {
        PrintStream full = new PrintStream(said, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                if (line.contains("out of luck")) {
                    throw new OutOfMemoryError("no room for a line");
                }
                super.println(line);
            }
        };
        try (Supervisor other = new Supervisor(new Progress(full))) {
            Child first = other.start(spec("worker", "echo 'out of luck'; exec sleep 600"));
            Awaitility.await().atMost(SOON).until(() -> first.lastLines(1).contains("out of luck"));
            first.kill();
            awaitAnother(other, first);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("it cannot be told: no room for a line");
    }

    @Test
    void anErrorWhileItIsStartedAgainCountsAsOneMoreEnd() {
        AtomicInteger starts = new AtomicInteger();
        Watchdog eyes = Watchdog.start();
        Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));
        BiFunction<ChildSpec, Watchdog, Child> starter = (spec, watchdog) -> {
            if (starts.incrementAndGet() == 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return Child.start(spec, watchdog);
        };
        try (Supervisor other = new Supervisor(progress, eyes, starter)) {
            Child first = other.start(spec("worker", "exec sleep 600"));
            first.kill();
            awaitAnother(other, first);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("starting worker again failed: unable to create native thread", "started again in 2 s");
    }

    /** A JVM that ends with an error may have written half of its cache. */
    @Test
    void onlyARunThatEndedInOrderLeavesItsAotCache() throws IOException {
        AotCache cache = new AotCache(folder.resolve("aot"), "worker", List.of(folder));
        stopRecording(cache, "exit 3");
        AotCache.Use after = cache.use();
        assertThat(after.options()).singleElement().asString().startsWith("-XX:AOTCacheOutput=");
        cache.drop();
        stopRecording(cache, "exit 143");
        assertThat(cache.use().options()).singleElement().asString().startsWith("-XX:AOTCache=");
    }

    private void stopRecording(AotCache cache, String atTheEnd) {
        String part = cache.use().options().getFirst().replace("-XX:AOTCacheOutput=", "");
        String script =
                "trap 'echo cache >" + part + "; " + atTheEnd + "' TERM; echo ready; while :; do sleep 0.05; done";
        Child child = Child.start(
                new ChildSpec(
                        "worker",
                        List.of("sh", "-c", script),
                        Map.of(),
                        folder.resolve("worker.log"),
                        "TERM",
                        Optional.of(cache)),
                watchdog);
        Awaitility.await().atMost(SOON).until(() -> child.lastLines(1).contains("ready"));
        child.stop(SOON);
    }

    private void awaitAnother(Child first) {
        awaitAnother(supervisor, first);
    }

    private static void awaitAnother(Supervisor supervisor, Child first) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> supervisor.child("worker").orElseThrow().pid() != first.pid());
    }

    @Test
    void whatCannotBeStartedAgainIsTriedAgainAndEndsTheSuiteWhenThatFailsTooOften() throws IOException {
        Path logs = folder.resolve("logs");
        Child child = supervisor.start(
                ChildSpec.of("worker", List.of("sh", "-c", "exec sleep 600"), logs.resolve("worker.log")));
        Files.move(logs, folder.resolve("away"));
        Files.createFile(logs);
        child.kill();

        assertThat(supervisor.ended())
                .succeedsWithin(Duration.ofSeconds(110))
                .isEqualTo(new Ended(Ended.Reason.FAILED, "worker ended 5 times within PT2M"));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("worker ended with 137")
                .contains("starting worker again failed: the folder " + logs + " cannot be made")
                .contains("it is started again in 8 s");
    }

    @Test
    void anEndIsSaidThoughTheWatchdogIsGone() {
        Child child = supervisor.start(spec("worker", "exec sleep 600"));
        Awaitility.await().atMost(SOON).until(child::isAlive);
        watchdog.close();

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(said.toString(StandardCharsets.UTF_8))
                        .contains("worker ended with 143", "the watchdog is gone", "starting worker again failed"));
    }

    @Test
    void whatTheWatchdogEndedAsItWentIsStoppedAsAnyOther() {
        Child child = Child.start(spec("worker", "exec sleep 600"), watchdog);
        watchdog.close();

        assertThatCode(() -> child.stop(SOON)).doesNotThrowAnyException();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void stoppingLeavesNoProcessAndStartsNoneAgain() {
        Child child = supervisor.start(spec("worker", "exec sleep 600"));
        supervisor.close();
        assertThat(child.isAlive()).isFalse();
        assertThat(supervisor.ended()).isNotDone();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void theWatchdogEndsWhatItWatchesWhenItsPipeEnds() {
        Watchdog watchdog = Watchdog.start();
        Child watched = Child.start(spec("watched", "exec sleep 600"), watchdog);
        Child stubborn = Child.start(spec("stubborn", "trap '' TERM; while :; do sleep 0.1; done"), watchdog);
        Awaitility.await().atMost(SOON).until(() -> watched.isAlive() && stubborn.isAlive());
        watchdog.close();
        Awaitility.await().atMost(SOON).until(() -> !watched.isAlive() && !stubborn.isAlive());
        assertThat(stubborn.exitCode()).isEqualTo(137);
    }

    private ChildSpec spec(String name, String script) {
        return ChildSpec.of(name, List.of("sh", "-c", script), folder.resolve(name + ".log"));
    }
}
