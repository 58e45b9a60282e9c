package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Exited;

/** What waits for a disk that does not answer cannot be killed; here it is only said not to be gone. */
@Timeout(180)
class ReaperTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private volatile boolean hanging = true;

    private final ProcessExec exec =
            new ProcessExec(new Reaper(AT_ONCE, process -> new ProcessGroup(process, _ -> hanging, AT_ONCE)));

    @TempDir
    Path folder;

    @BeforeEach
    void twoAreLeft() {
        assertThat(exec.run(touch("one"))).isInstanceOf(Exited.class);
        assertThat(exec.run(touch("two"))).isInstanceOf(Exited.class);
        assertThat(folder.resolve("two")).exists();
    }

    @Test
    void noMoreOfAToolIsStartedWhileTwoOfItCannotBeKilled() {
        Exited refused = (Exited) exec.run(touch("three"));

        assertThat(refused.code()).isNotZero();
        assertThat(refused.errors())
                .matches("touch is not started: 2 of it cannot be killed and hang since [-0-9]{10}T[:0-9]{8}Z");
        assertThat(folder.resolve("three")).doesNotExist();
    }

    @Test
    void otherToolsAreStartedAndTheSameByItsPathIsNot() {
        assertThat(exec.run(Invocation.of("true"))).isEqualTo(new Exited(0, "", "", false));

        Exited refused =
                (Exited) exec.run(Invocation.of("/usr/bin/touch", "three").in(folder));
        assertThat(refused.errors()).startsWith("/usr/bin/touch is not started");
    }

    @Test
    void noPipelineWithItIsStartedEither() {
        PipelineResult result = exec.pipe(
                new Pipeline(touch("three"), Invocation.of("cat"), 0, Duration.ofSeconds(60), Duration.ofSeconds(60)),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.succeeded()).isFalse();
        assertThat(((Exited) result.from()).errors()).startsWith("touch is not started");
        assertThat(folder.resolve("three")).doesNotExist();
    }

    @Test
    void itIsStartedAgainWhenTheyAreGone() {
        hanging = false;

        assertThat(exec.run(touch("three")).success()).isPresent();
        assertThat(Files.exists(folder.resolve("three"))).isTrue();
    }

    @Test
    void theEndsOfAPipelineCountToo() {
        Pipeline pipeline = new Pipeline(
                Invocation.of("echo"), Invocation.of("cat"), 0, Duration.ofSeconds(60), Duration.ofSeconds(60));
        assertThat(exec.pipe(pipeline, TransferSink.NONE, Cancellation.never()).succeeded())
                .isTrue();
        assertThat(exec.pipe(pipeline, TransferSink.NONE, Cancellation.never()).succeeded())
                .isTrue();

        assertThat(((Exited) exec.run(Invocation.of("cat"))).errors()).startsWith("cat is not started");
        assertThat(((Exited) exec.run(Invocation.of("echo"))).errors()).startsWith("echo is not started");
    }

    private Invocation touch(String name) {
        return Invocation.of("touch", name).in(folder);
    }
}
