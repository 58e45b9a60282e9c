package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.bus.SentRecords;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.journal.Journal;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

@Timeout(60)
class CommandRunnerTest {
    private static final CommandResult RESULT = new CommandResult.SnapshotsTaken(List.of());

    private final FleetKeys fleet = new FleetKeys();
    private final Outgoing outgoing = new Outgoing();
    private final SentRecords sent = new SentRecords(outgoing);
    private final AtomicInteger observed = new AtomicInteger();
    private final Instant soon = Instant.now().plusSeconds(60);

    @TempDir
    Path folder;

    private Journal journal;

    @BeforeEach
    void allowSnapshots() throws IOException {
        Files.writeString(policy(), "allow = take-snapshot\ndataset = tank/**\n");
        journal = Journal.open(folder.resolve("journal"), InstantSource.system());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aCommandIsAcceptedRunAndReported() {
        CommandRunner runner = runner((c, e) -> new Outcome.Done(RESULT));
        UUID id = UUID.randomUUID();

        runner.take(snapshot(id, "tank/a", soon)).run();

        await().untilAsserted(() -> assertThat(sent.all(CommandReport.class)).hasSize(2));
        assertThat(sent.all(CommandReport.class).getFirst()).isInstanceOf(CommandAccepted.class);
        assertThat(sent.all(CommandDone.class).getFirst().result()).isEqualTo(RESULT);
        assertThat(sent.take()).allSatisfy(d -> {
            assertThat(d.envelope().trace().correlationId()).isEqualTo("request-1");
            assertThat(d.envelope().trace().causationId()).isEqualTo(id.toString());
        });
        await().untilAsserted(() -> assertThat(observed).hasValue(1));
    }

    @Test
    void acceptingWritesTheJournalAndStartsNothing() {
        AtomicInteger runs = new AtomicInteger();
        CommandRunner runner = runner((c, e) -> {
            runs.incrementAndGet();
            return new Outcome.Done(RESULT);
        });
        UUID id = UUID.randomUUID();

        Runnable start = runner.take(snapshot(id, "tank/a", soon));

        assertThat(journal.knows(id)).isTrue();
        assertThat(runs).hasValue(0);
        start.run();
        await().untilAsserted(() -> assertThat(runs).hasValue(1));
    }

    @Test
    void eachRefusalSaysItsOwnReasonAndNothingRuns() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        CommandRunner runner = runner((c, e) -> {
            runs.incrementAndGet();
            return new Outcome.Done(RESULT);
        });
        WireRecord good = snapshot(UUID.randomUUID(), "tank/a", soon);

        assertRefused(
                runner, snapshot(UUID.randomUUID(), "tank/a", Instant.now().minusSeconds(1)), Reason.LATE);
        assertRefused(
                runner,
                fleet.command(Service.ZFS_SYNC, "north", UUID.randomUUID(), take("tank/a"), soon),
                Reason.WRONG_NODE);
        assertRefused(
                runner,
                fleet.command(Service.DEPLOYER, "south", UUID.randomUUID(), take("tank/a"), soon),
                Reason.BAD_SIGNATURE);
        assertRefused(runner, with(good, "ce_expirytime", soon.plusSeconds(9).toString()), Reason.BAD_SIGNATURE);
        assertRefused(runner, with(good, "ce_signature", "AAAA"), Reason.BAD_SIGNATURE);
        assertRefused(runner, snapshot(UUID.randomUUID(), "other/a", soon), Reason.POLICY);
        assertRefused(runner, with(good, "ce_type", "org.openfoodfacts.brigade.commands.dance.v9"), Reason.UNSUPPORTED);
        assertRefused(
                runner,
                new WireRecord(good.topic(), good.key(), good.headers(), "{".getBytes(StandardCharsets.UTF_8)),
                Reason.MALFORMED);
        assertRefused(runner, new WireRecord(good.topic(), good.key(), good.headers(), null), Reason.MALFORMED);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aReplayIsRefusedWhileItRunsAfterItEndedAndAfterARestart() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        BiFunction<TakeSnapshot, Execution, Outcome> handler = (c, e) -> {
            runs.incrementAndGet();
            awaitQuietly(gate);
            return new Outcome.Done(RESULT);
        };
        CommandRunner runner = runner(handler);
        WireRecord record = snapshot(UUID.randomUUID(), "tank/a", soon);
        runner.take(record).run();

        assertRefused(runner, record, Reason.REPLAYED);
        gate.countDown();
        await().until(() -> !sent.all(CommandDone.class).isEmpty());
        assertRefused(runner, record, Reason.REPLAYED);
        reopen();
        assertRefused(runner(handler), record, Reason.REPLAYED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCommandThatWasRefusedIsNotRunWhenItComesAgain() throws IOException {
        CommandRunner runner = runner((c, e) -> new Outcome.Done(RESULT));
        WireRecord record = snapshot(UUID.randomUUID(), "other/a", soon);
        assertRefused(runner, record, Reason.POLICY);
        Files.writeString(policy(), "allow = take-snapshot\ndataset = **\n");

        assertRefused(runner, record, Reason.REPLAYED);
    }

    @Test
    void whatWasAcceptedAndNotFinishedIsReportedCutShortOnceAndNotRun() {
        AtomicInteger runs = new AtomicInteger();
        UUID id = UUID.randomUUID();
        WireRecord record = snapshot(id, "tank/a", soon);
        // Accepted, and then the process is gone before it starts.
        runner((c, e) -> new Outcome.Done(RESULT)).take(record);

        reopen();
        CommandRunner next = runner((c, e) -> {
            runs.incrementAndGet();
            return new Outcome.Done(RESULT);
        });
        next.recover();

        assertThat(sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CUT_SHORT))
                .satisfies(f -> assertThat(f.commandId()).isEqualTo(id));
        assertRefused(next, record, Reason.REPLAYED);
        reopen();
        runner((c, e) -> new Outcome.Done(RESULT)).recover();
        assertThat(sent.all(CommandFailed.class)).hasSize(1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void anOutcomeThatKafkaDidNotConfirmIsSentAgainUnderTheSameId() {
        Outgoing unreachable = new Outgoing();
        CommandRunner runner = runner((c, e) -> new Outcome.Done(RESULT), unreachable);
        UUID id = UUID.randomUUID();
        runner.take(snapshot(id, "tank/a", soon)).run();
        await().until(() ->
                journal.unfinished().isEmpty() && journal.unreported().size() == 2);
        List<String> ids = journal.unreported().stream().map(r -> r.id()).toList();

        reopen();
        runner((c, e) -> new Outcome.Done(RESULT)).recover();

        assertThat(sent.take().stream().map(d -> d.envelope().id())).containsExactlyElementsOf(ids);
        assertThat(sent.all(CommandDone.class)).hasSize(1);
        reopen();
        assertThat(journal.unreported()).isEmpty();
    }

    @Test
    void aCancelReachesTheProcessAndOnlyTheSenderMayCancel() throws Exception {
        Path begun = folder.resolve("begun");
        CommandRunner runner = runner((c, e) -> {
            ExecResult result = e.machine()
                    .exec()
                    .run(
                            Invocation.of("sh", "-c", "sh -c 'touch " + begun + "; sleep 600' & wait")
                                    .within(Duration.ofMinutes(10)),
                            e.output(),
                            e.cancellation());
            return new Outcome.Failed(
                    result instanceof ExecResult.Cancelled
                            ? CommandFailed.Reason.CANCELLED
                            : CommandFailed.Reason.TOOL_FAILED,
                    "sleep",
                    null);
        });
        UUID id = UUID.randomUUID();
        runner.take(snapshot(id, "tank/a", soon)).run();
        await().until(() -> Files.exists(begun));

        runner.take(fleet.command(Service.DEPLOYER, "south", UUID.randomUUID(), new CancelCommand(id), soon))
                .run();
        await().until(() -> !sent.all(CommandRefused.class).isEmpty());
        assertThat(sent.all(CommandRefused.class).getFirst().detail()).contains("sent by /services/zfs-sync");
        assertThat(sent.all(CommandFailed.class)).isEmpty();

        runner.take(fleet.command(Service.ZFS_SYNC, "south", UUID.randomUUID(), new CancelCommand(id), soon))
                .run();
        await().untilAsserted(() -> assertThat(sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CANCELLED)));
        await().untilAsserted(
                        () -> assertThat(sent.all(CommandDone.class).stream().map(CommandDone::result))
                                .containsExactly(new CommandResult.CommandCancelled(id, true)));
    }

    @Test
    void commandsOnOnePoolRunOneAfterTheOtherAndOthersBeside() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        Files.writeString(policy(), "allow = take-snapshot\ndataset = **\n");
        CommandRunner runner = runner((c, e) -> {
            order.add("begin " + c.dataset());
            if (c.dataset().equals("tank/a")) {
                awaitQuietly(gate);
            }
            order.add("end " + c.dataset());
            return new Outcome.Done(RESULT);
        });

        runner.take(snapshot(UUID.randomUUID(), "tank/a", soon)).run();
        runner.take(snapshot(UUID.randomUUID(), "tank/b", soon)).run();
        runner.take(snapshot(UUID.randomUUID(), "other/c", soon)).run();
        await().until(() -> order.contains("end other/c"));
        assertThat(order).doesNotContain("begin tank/b");
        gate.countDown();

        await().until(() -> order.contains("end tank/b"));
        assertThat(order.indexOf("begin tank/b")).isGreaterThan(order.indexOf("end tank/a"));
    }

    @Test
    void outputIsNumberedWithoutGapsRedactedAndComesBeforeTheEnd() {
        CommandRunner runner = runner((c, e) -> {
            e.machine().exec().run(Invocation.of("seq", "1", "1000"), e.output(), e.cancellation());
            e.machine().exec().run(Invocation.of("echo", "password=x1"), e.output(), e.cancellation());
            return new Outcome.Done(RESULT);
        });

        runner.take(snapshot(UUID.randomUUID(), "tank/a", soon)).run();

        await().until(() -> !sent.all(CommandDone.class).isEmpty());
        List<CommandProgress> progress = sent.all(CommandProgress.class);
        for (int i = 0; i < progress.size(); i++) {
            assertThat(progress.get(i).sequence()).isEqualTo(i + 1);
            assertThat(progress.get(i).lines()).hasSizeLessThanOrEqualTo(64);
        }
        List<String> lines = progress.stream()
                .flatMap(p -> p.lines().stream())
                .map(CommandProgress.OutputLine::text)
                .toList();
        assertThat(lines).hasSize(1001).startsWith("1", "2").endsWith("1000", "password=***");
        assertThat(sent.all(CommandReport.class).getLast()).isInstanceOf(CommandDone.class);
    }

    @Test
    void aHandlerThatBreaksIsAFailureAndTheNextCommandRuns() {
        AtomicInteger runs = new AtomicInteger();
        CommandRunner runner = runner((c, e) -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return new Outcome.Done(RESULT);
        });
        runner.take(snapshot(UUID.randomUUID(), "tank/a", soon)).run();
        runner.take(snapshot(UUID.randomUUID(), "tank/a", soon)).run();

        await().until(() -> !sent.all(CommandDone.class).isEmpty());
        assertThat(sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.detail()).contains("broken"));
    }

    @Test
    void whatTheAgentEndsBecauseItStopsIsCutShort() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CommandRunner runner = runner((c, e) -> {
            begun.countDown();
            ExecResult result = e.machine().exec().run(Invocation.of("sleep", "600"), e.output(), e.cancellation());
            assertThat(result).isInstanceOf(ExecResult.Cancelled.class);
            return new Outcome.Failed(CommandFailed.Reason.CANCELLED, "cancelled", null);
        });
        runner.take(snapshot(UUID.randomUUID(), "tank/a", soon)).run();
        begun.await();

        runner.stop(Duration.ofSeconds(20));

        assertThat(sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CUT_SHORT));
    }

    private void assertRefused(CommandRunner runner, WireRecord record, Reason reason) {
        int before = sent.all(CommandRefused.class).size();
        runner.take(record).run();
        List<CommandRefused> refused = sent.all(CommandRefused.class);
        assertThat(refused).hasSize(before + 1);
        assertThat(refused.getLast().reason()).isEqualTo(reason);
        assertThat(refused.getLast().commandId().toString())
                .isEqualTo(record.headers().get("ce_id"));
    }

    private void reopen() {
        journal.close();
        journal = Journal.open(folder.resolve("journal"), InstantSource.system());
    }

    private Path policy() {
        return folder.resolve("policy");
    }

    private CommandRunner runner(BiFunction<TakeSnapshot, Execution, Outcome> handler) {
        return runner(handler, outgoing);
    }

    private CommandRunner runner(BiFunction<TakeSnapshot, Execution, Outcome> handler, Outgoing to) {
        KeyPair pair = Signer.newKeyPair();
        Messages messages = new Messages(
                "south", new Signer("south", pair.getPrivate(), pair.getPublic()), to, InstantSource.system());
        return new CommandRunner(
                new CommandRunner.Setting(
                        "south", fleet.publicKeys(), SealingKey.generate(), new PolicyFile(policy(), false)),
                new Machine(new ProcessExec(Duration.ofMillis(300)), Path.of("/")),
                List.of(new Snapshots(handler)),
                journal,
                messages,
                observed::incrementAndGet,
                InstantSource.system());
    }

    private record Snapshots(BiFunction<TakeSnapshot, Execution, Outcome> work)
            implements CommandHandler<TakeSnapshot> {
        @Override
        public Class<TakeSnapshot> type() {
            return TakeSnapshot.class;
        }

        @Override
        public Outcome handle(TakeSnapshot command, Execution execution) {
            return work.apply(command, execution);
        }
    }

    private WireRecord snapshot(UUID id, String dataset, Instant deadline) {
        return fleet.command(Service.ZFS_SYNC, "south", id, take(dataset), deadline);
    }

    private static TakeSnapshot take(String dataset) {
        return new TakeSnapshot(dataset, "by-hand", false, "a test", null);
    }

    private static WireRecord with(WireRecord record, String header, String value) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.put(header, value);
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
