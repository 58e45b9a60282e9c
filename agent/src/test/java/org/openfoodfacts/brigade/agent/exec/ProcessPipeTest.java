package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Cancelled;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Exited;
import org.openfoodfacts.brigade.agent.exec.ExecResult.TimedOut;

/** What only real processes can show; what every pipeline does is in the suite's contract. */
@Timeout(180)
class ProcessPipeTest {
    private static final Duration LONG = Duration.ofSeconds(150);

    private final ProcessExec exec = new ProcessExec(Duration.ofMillis(500));

    @TempDir
    Path folder;

    @Test
    void everyByteArrivesInOrder() {
        PipelineResult result = pipe("seq 1 300000; printf '\\000\\377end'", "cat >copy");

        assertThat(result.succeeded()).isTrue();
        Exited same = (Exited)
                exec.run(Invocation.of("sh", "-c", "(seq 1 300000; printf '\\000\\377end') | cmp - copy && wc -c <copy")
                        .in(folder));
        assertThat(same.code()).isZero();
        assertThat(Long.parseLong(same.output().strip())).isEqualTo(result.bytes());
    }

    @Test
    void endsThatSayALotDoNotHoldEachOtherUp() {
        String noise = "i=0; while [ $i -lt 3000 ]; do echo 'a line of errors that is long enough to fill a pipe' >&2; "
                + "i=$((i+1)); done; ";

        PipelineResult result = pipe(noise + "echo data", noise + "cat; " + noise);

        assertThat(result.succeeded()).isTrue();
        assertThat(((Exited) result.to()).output()).isEqualTo("data\n");
        assertThat(((Exited) result.to()).errors().lines()).hasSize(6000);
        assertThat(((Exited) result.from()).errors().lines()).hasSize(3000);
    }

    @Test
    void aReceiverThatEndsEarlyEndsASenderThatWouldNeverStop() {
        PipelineResult result = pipe("exec yes", "head -c 10 >/dev/null; echo enough >&2; exit 3");

        assertThat(result.to()).isEqualTo(new Exited(3, "", "enough\n", false));
        assertThat(result.from()).isInstanceOf(Exited.class);
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void aReceiverThatEndsEarlyEndsASilentSenderToo() throws Exception {
        PipelineResult result = pipe("sleep 600 & echo $! >child; wait", "exit 3");

        assertThat(result.from()).isInstanceOf(Cancelled.class);
        assertThat(isAlive("child")).isFalse();
    }

    @Test
    void aSenderThatDiesLeavesTheReceiverTheEndOfItsInput() {
        PipelineResult result = pipe("echo part; kill -9 $$", "cat; echo 'cut off' >&2; exit 1");

        assertThat(result.from()).isEqualTo(new Exited(137, "", "", false));
        assertThat(result.to()).isEqualTo(new Exited(1, "part\n", "cut off\n", false));
    }

    /** Without a timeout it throws when it looks for one. */
    @Test
    void endsThatNobodyCanFollowAreEnded() {
        Pipeline broken = pipeline("sleep 600.5", "sleep 600.5", 0, LONG, null);

        assertThatThrownBy(() -> exec.pipe(broken, TransferSink.NONE, Cancellation.never()))
                .isInstanceOf(NullPointerException.class);

        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
                .noneMatch(info -> info.commandLine().orElse("").contains("600.5"));
    }

    @Test
    void aReceiverThatDoesNotEndAfterASenderThatFailedIsEnded() throws Exception {
        PipelineResult result = exec.pipe(
                pipeline("exit 7", "echo $$ >child; cat; sleep 600", 0, Duration.ofSeconds(4), LONG),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.from()).isEqualTo(new Exited(7, "", "", false));
        assertThat(result.to()).isInstanceOf(Cancelled.class);
        assertThat(isAlive("child")).isFalse();
    }

    @Test
    void aReceiverMayTakeLongerThanAnyPatienceOnceItHasEverything() {
        PipelineResult result = exec.pipe(
                pipeline("echo all", "cat; sleep 5", 0, Duration.ofSeconds(2), LONG),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void aSilentSenderStallsAndBothAreEnded() throws Exception {
        PipelineResult result = exec.pipe(
                pipeline("echo some; echo $$ >child; sleep 600", "cat", 0, Duration.ofSeconds(4), LONG),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.stalled()).isTrue();
        assertThat(result.from()).isInstanceOf(TimedOut.class);
        assertThat(result.to())
                .as("it had the end of its input, and ended by itself")
                .isEqualTo(new Exited(0, "some\n", "", false));
        assertThat(isAlive("child")).isFalse();
    }

    @Test
    void aSlowReceiverIsNotASilentSender() {
        PipelineResult result = exec.pipe(
                pipeline("head -c 4194304 /dev/zero", "sleep 5; cat >/dev/null", 0, Duration.ofSeconds(2), LONG),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.succeeded()).isTrue();
        assertThat(result.bytes()).isEqualTo(4 << 20);
    }

    @Test
    void aTimeoutEndsBothWithTheirChildren() throws Exception {
        PipelineResult result = exec.pipe(
                pipeline(
                        "trap '' TERM; sh -c 'echo $$ >child; yes'",
                        "trap '' TERM; echo $$ >other; while :; do read x; done",
                        0,
                        LONG,
                        Duration.ofSeconds(4)),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.from()).isInstanceOf(TimedOut.class);
        assertThat(result.to()).isInstanceOf(TimedOut.class);
        assertThat(isAlive("child")).isFalse();
        assertThat(isAlive("other")).isFalse();
    }

    @Test
    void aCancelEndsTheSenderAndLetsTheReceiverKeepWhatCame() throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<PipelineResult> running = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> running.complete(exec.pipe(
                        pipeline(
                                "sh -c 'echo some; echo $$ >child; sleep 600' & wait",
                                "cat; echo 'saved' >&2; exit 1",
                                0,
                                LONG,
                                LONG),
                        TransferSink.NONE,
                        cancellation)));
        await().until(() -> Files.exists(folder.resolve("child")) && Files.size(folder.resolve("child")) > 1);

        cancellation.cancel();

        assertThat(running.get().from()).isInstanceOf(Cancelled.class);
        assertThat(running.get().to()).isEqualTo(new Exited(1, "some\n", "saved\n", false));
        assertThat(isAlive("child")).isFalse();
    }

    @Test
    void aDaemonThatKeepsTheSendersOutputOpenDoesNotHoldUpTheEnd() throws Exception {
        PipelineResult result = pipe(
                "setsid sh -c 'echo $$ >child; exec sleep 600' & while [ ! -s child ]; do sleep 0.02; done; echo all",
                "cat");

        assertThat(result.to()).isEqualTo(new Exited(0, "all\n", "", false));
        ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("child")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void aLimitIsKept() {
        long begin = System.nanoTime();

        PipelineResult result = exec.pipe(
                pipeline("head -c 1000000 /dev/zero", "cat >/dev/null", 500_000, LONG, LONG),
                TransferSink.NONE,
                Cancellation.never());

        assertThat(result.bytes()).isEqualTo(1_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1900));
    }

    @Test
    void whatHasMovedIsToldOnTheWayAndAtTheEnd() {
        List<Long> told = new CopyOnWriteArrayList<>();

        PipelineResult result = exec.pipe(
                pipeline("head -c 1500000 /dev/zero", "cat >/dev/null", 1_000_000, LONG, LONG),
                told::add,
                Cancellation.never());

        assertThat(told).isSorted().endsWith(result.bytes()).hasSizeBetween(2, 6);
    }

    private PipelineResult pipe(String from, String to) {
        return exec.pipe(pipeline(from, to, 0, LONG, LONG), TransferSink.NONE, Cancellation.never());
    }

    private Pipeline pipeline(String from, String to, long limit, Duration patience, Duration timeout) {
        return new Pipeline(
                Invocation.of("sh", "-c", from).in(folder),
                Invocation.of("sh", "-c", to).in(folder),
                limit,
                patience,
                timeout);
    }

    /** A zombie that nobody waits for in this container is not alive. */
    private boolean isAlive(String file) throws IOException {
        Path stat = Path.of("/proc", Files.readString(folder.resolve(file)).strip(), "stat");
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
