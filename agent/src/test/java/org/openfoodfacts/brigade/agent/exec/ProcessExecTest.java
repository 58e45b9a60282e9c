package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Cancelled;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Exited;
import org.openfoodfacts.brigade.agent.exec.ExecResult.Missing;
import org.openfoodfacts.brigade.agent.exec.ExecResult.TimedOut;

@Timeout(180)
class ProcessExecTest {
    private final ProcessExec exec = new ProcessExec(Duration.ofMillis(300));

    @TempDir
    Path folder;

    @Test
    void outputErrorsAndExitCodeComeBackApart() {
        ExecResult result = exec.run(shell("echo out; echo err >&2; exit 3"));

        assertThat(result).isEqualTo(new Exited(3, "out\n", "err\n", false));
    }

    @Test
    void aToolThatIsNotThereIsMissingAndNothingIsStarted() {
        assertThat(exec.run(Invocation.of("no-such-tool", "x"))).isEqualTo(new Missing("no-such-tool"));
        assertThat(exec.run(Invocation.of("/no/such/tool"))).isEqualTo(new Missing("/no/such/tool"));
    }

    @Test
    void argumentsAreNeverReadByAShell() {
        Exited result = (Exited) exec.run(Invocation.of("printf", "%s", "$(id); `id` && id"));

        assertThat(result.output()).isEqualTo("$(id); `id` && id");
    }

    @Test
    void theEnvironmentIsCleanButForWhatIsGiven() {
        Exited result = (Exited) exec.run(Invocation.of("env").with(Map.of("FLAVOR", "off")));

        assertThat(result.output().lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder("PATH", "HOME", "LC_ALL", "FLAVOR");
    }

    @Test
    void inputIsHandedOverAndWithoutAnyItIsEmpty() {
        assertThat(exec.run(Invocation.of("cat").reading("héllo")).success()).contains("héllo");
        assertThat(exec.run(Invocation.of("cat")).success()).contains("");
    }

    @Test
    void aProcessThatNeverReadsItsInputDoesNotHoldUpItsEnd() {
        assertThat(exec.run(Invocation.of("true").reading("x".repeat(1 << 20)))).isInstanceOf(Exited.class);
    }

    @Test
    void itRunsInTheGivenDirectoryAndSaysWhenThatIsNotThere() {
        assertThat(exec.run(Invocation.of("pwd").in(folder)).success()).contains(folder + "\n");

        Exited result = (Exited) exec.run(Invocation.of("pwd").in(folder.resolve("gone")));
        assertThat(result.code()).isNotZero();
        assertThat(result.errors()).contains("gone").contains("does not exist");
    }

    @Test
    void itRunsAsAnotherUserWhenAsked() {
        assumeTrue("root".equals(System.getProperty("user.name")), "changing the user needs root");

        assertThat(exec.run(Invocation.of("id", "-un").as("nobody")).success()).contains("nobody\n");
        assertThat(exec.run(Invocation.of("id", "-un").as("root")).success()).contains("root\n");
        Exited unknown = (Exited) exec.run(Invocation.of("id").as("no-such-user"));
        assertThat(unknown.errors()).contains("no user 'no-such-user'");
    }

    @Test
    void aChildThatIgnoresTermIsKilledAfterTheGrace() throws Exception {
        Path pid = folder.resolve("pid");
        ExecResult result =
                exec.run(shell("trap '' TERM; echo $$ > " + pid + "; echo begun; while :; do sleep 0.05; done")
                        .within(Duration.ofSeconds(4)));

        assertThat(result).isEqualTo(new TimedOut("begun\n", ""));
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aCancelReachesGrandchildren() throws Exception {
        Path pid = folder.resolve("grandchild");
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ExecResult> result = async(() -> exec.run(
                shell("sh -c 'sh -c \"echo \\$\\$ > " + pid + "; sleep 600\" & wait' & wait"),
                LineSink.NONE,
                cancellation));
        await().until(() -> Files.exists(pid) && Files.size(pid) > 1);
        assertThat(isAlive(pid)).isTrue();

        cancellation.cancel();

        assertThat(result.get()).isInstanceOf(Cancelled.class);
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aCancelReachesAChildThatMadeASessionOfItsOwn() throws Exception {
        Path pid = folder.resolve("own-session");
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ExecResult> result = CompletableFuture.supplyAsync(() ->
                exec.run(shell("setsid sh -c 'echo $$ > " + pid + "; sleep 600' & wait"), LineSink.NONE, cancellation));
        await().until(() -> Files.exists(pid) && Files.size(pid) > 1);

        cancellation.cancel();

        assertThat(result.get()).isInstanceOf(Cancelled.class);
        await().until(() -> !isAlive(pid));
    }

    @Test
    void whatWasCancelledBeforeIsNotStarted() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        Path trace = folder.resolve("trace");

        assertThat(exec.run(Invocation.of("touch", trace.toString()), LineSink.NONE, cancellation))
                .isInstanceOf(Cancelled.class);
        assertThat(trace).doesNotExist();
    }

    @Test
    void aChildLeftInTheBackgroundEndsWithItsParent() throws Exception {
        Path pid = folder.resolve("background");

        assertThat(exec.run(shell("sleep 600 & echo $! > " + pid))).isInstanceOf(Exited.class);
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aDaemonThatKeepsTheOutputOpenDoesNotHoldUpTheEnd() throws Exception {
        Path pid = folder.resolve("daemon");
        Instant begin = Instant.now();

        ExecResult result = exec.run(shell("setsid sh -c 'echo $$ > " + pid + "; exec sleep 600' & while [ ! -s " + pid
                + " ]; do sleep 0.02; done; echo done"));

        assertThat(result).isEqualTo(new Exited(0, "done\n", "", false));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMinutes(5));
        ProcessHandle.of(pid(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void aGigabyteIsCountedInFullButKeptInPart() {
        AtomicLong lines = new AtomicLong();
        Exited result = (Exited) exec.run(
                Invocation.of("dd", "if=/dev/zero", "bs=1M", "count=1024").within(Duration.ofSeconds(150)),
                (error, line) -> lines.addAndGet(error ? 0 : line.length()),
                Cancellation.never());

        assertThat(result.code()).isZero();
        assertThat(result.truncated()).isTrue();
        assertThat(result.output()).hasSize(1 << 20);
        assertThat(lines.get()).isLessThanOrEqualTo(LineSplitter.LONGEST_LINE_BYTES + LineSplitter.CUT.length());
    }

    @Test
    void linesArriveWhileTheProcessRunsRedactedAndWithoutANewlineAtTheEnd() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<ExecResult> result = async(() -> exec.run(
                shell("echo first; while [ ! -e go ]; do sleep 0.02; done; printf 'password=hunter2'")
                        .in(folder),
                (error, line) -> lines.add((error ? "E " : "O ") + line),
                Cancellation.never()));
        await().untilAsserted(() -> assertThat(lines).containsExactly("O first"));

        Files.createFile(folder.resolve("go"));

        result.get();
        assertThat(lines).containsExactly("O first", "O password=***");
    }

    @Test
    void aSlowSinkSlowsTheProcessDown() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<ExecResult> result = async(() -> exec.run(
                shell("i=0; while [ $i -lt 40000 ]; do echo 'a line of output that is long enough'; i=$((i+1)); done;"
                                + " touch finished")
                        .in(folder),
                (error, line) -> awaitQuietly(gate),
                Cancellation.never()));
        await().during(Duration.ofMillis(500)).until(() -> !Files.exists(folder.resolve("finished")));

        gate.countDown();

        assertThat(result.get()).isInstanceOf(Exited.class);
        assertThat(folder.resolve("finished")).exists();
    }

    @Test
    void aTimeoutCountsEvenWhileTheSinkIsStuck() {
        CountDownLatch never = new CountDownLatch(1);
        ExecResult result = exec.run(
                shell("yes").within(Duration.ofMillis(300)),
                (error, line) -> awaitQuietly(never),
                Cancellation.never());

        assertThat(result).isInstanceOf(TimedOut.class);
        never.countDown();
    }

    @Test
    void aProcessThatNobodyCanFollowIsEnded() {
        LineSink broken = new LineSink() {
            @Override
            public void line(boolean error, String line) {}

            @Override
            public boolean isInsteadOfOutput() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };

        assertThatThrownBy(() -> exec.run(Invocation.of("sleep", "600.25"), broken, Cancellation.never()))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
                .noneMatch(info -> info.commandLine().orElse("").contains("600.25"));
    }

    private static CompletableFuture<ExecResult> async(Supplier<ExecResult> run) {
        CompletableFuture<ExecResult> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> result.complete(run.get()));
        return result;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Invocation shell(String script) {
        return Invocation.of("sh", "-c", script);
    }

    private static long pid(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    /** A zombie that nobody waits for in this container is not alive. */
    private static boolean isAlive(Path file) throws IOException {
        Path stat = Path.of("/proc/" + pid(file) + "/stat");
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
