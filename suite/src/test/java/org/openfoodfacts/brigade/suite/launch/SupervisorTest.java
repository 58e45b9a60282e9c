package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes under a supervisor. */
class SupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(20);
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
        Awaitility.await()
                .atMost(SOON)
                .until(() -> supervisor.child("worker").orElseThrow().pid() != first.pid());
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("worker ended with 137")
                .contains("out of luck");
        assertThat(supervisor.child("worker").orElseThrow().isAlive()).isTrue();
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
                .succeedsWithin(Duration.ofSeconds(60))
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
