package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.SuiteLock;

/** {@code brigade down} while a launcher holds the lock that no note leads to. */
class DownCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private StateFolder state;
    private SuiteLock held;

    @BeforeEach
    void start() {
        state = new StateFolder(folder.resolve("state")).create();
        held = SuiteLock.take(state).orElseThrow();
    }

    @AfterEach
    void stop() {
        held.close();
    }

    @Test
    void whatItDoesNotFindIsNotStopped() {
        note();
        assertThat(down()).isEqualTo(1);
        assertThat(err.toString())
                .contains("a launcher holds " + state.lock(), "none of the processes in " + state.running());
        assertThat(out.toString()).isEmpty();
        assertThat(state.running()).exists();
        held.close();
        assertThat(down()).isZero();
        assertThat(out.toString()).contains("stopped");
        assertThat(state.running()).doesNotExist();
    }

    @Test
    void aSuiteThatIsJustStartingIsNotNone() {
        assertThat(down()).isEqualTo(1);
        assertThat(err.toString()).contains("has not noted yet what it runs");
        assertThat(out.toString()).isEmpty();
    }

    /** As one of before the start by the kernel's clock was noted, and the wall clock was set since then. */
    private void note() {
        RunningProcess launcher =
                new RunningProcess("launcher", ProcessHandle.current().pid(), Instant.EPOCH, null);
        new RunningSuite(URI.create("http://localhost:1"), "localhost:2", launcher, Instant.EPOCH, false, List.of())
                .write(state);
    }

    private int down() {
        String[] words = {"down", "--state", state.root().toString()};
        return Brigade.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
