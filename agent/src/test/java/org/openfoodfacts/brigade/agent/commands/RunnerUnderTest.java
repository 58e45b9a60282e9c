package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.bus.SentRecords;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.journal.Journal;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** A command runner with a journal in a folder, the services' keys, and a reader of what it sends. Its only tool takes snapshots. */
final class RunnerUnderTest implements AutoCloseable {
    static final CommandResult RESULT = new CommandResult.SnapshotsTaken(List.of());

    final Instant soon = Instant.now().plusSeconds(60);
    final Outgoing outgoing = new Outgoing();
    final SentRecords sent = new SentRecords(outgoing);
    final AtomicInteger observed = new AtomicInteger();

    private final FleetKeys fleet = new FleetKeys();
    private final Path folder;
    private Journal journal;

    /** Its policy allows snapshots of what lies in the pool tank. */
    RunnerUnderTest(Path folder) throws IOException {
        this.folder = folder;
        allow("tank/**");
        journal = Journal.open(folder.resolve("journal"), InstantSource.system());
    }

    void observeOnly() throws IOException {
        Files.writeString(policy(), "observe-only = true\n");
    }

    void allow(String datasets) throws IOException {
        Files.writeString(policy(), "allow = take-snapshot\ndataset = " + datasets + "\n");
    }

    Journal journal() {
        return journal;
    }

    /** As a restart finds the journal. */
    void reopen() {
        journal.close();
        journal = Journal.open(folder.resolve("journal"), InstantSource.system());
    }

    /** Waits until all of it has been reported. */
    void recover(CommandRunner runner) {
        int before = observed.get();
        boolean pending = !journal.unfinished().isEmpty();
        runner.recover();
        await().until(() -> !pending || observed.get() > before);
    }

    void assertRefused(CommandRunner runner, WireRecord record, Reason reason) {
        int before = sent.all(CommandRefused.class).size();
        runner.take(record).run();
        List<CommandRefused> refused = sent.all(CommandRefused.class);
        assertThat(refused).hasSize(before + 1);
        assertThat(refused.getLast().reason()).isEqualTo(reason);
        assertThat(refused.getLast().commandId().toString())
                .isEqualTo(record.headers().get("ce_id"));
    }

    private Path policy() {
        return folder.resolve("policy");
    }

    CommandRunner runner(BiFunction<TakeSnapshot, Execution, Outcome> handler) {
        return runner(handler, outgoing);
    }

    CommandRunner runner(BiFunction<TakeSnapshot, Execution, Outcome> handler, Outgoing to) {
        return runner(new Snapshots(handler, _ -> List.of()), to);
    }

    /** @param recovery what is put back of a command that was cut short or threw */
    CommandRunner runner(BiFunction<TakeSnapshot, Execution, Outcome> handler, Function<UUID, List<String>> recovery) {
        return runner(new Snapshots(handler, recovery), outgoing);
    }

    private CommandRunner runner(CommandHandler<?> handler, Outgoing to) {
        KeyPair pair = Signer.newKeyPair();
        Messages messages = new Messages(
                "south", new Signer("south", pair.getPrivate(), pair.getPublic()), to, InstantSource.system());
        return new CommandRunner(
                new CommandRunner.Setting(
                        "south", fleet.publicKeys(), SealingKey.generate(), new PolicyFile(policy(), false)),
                new Machine(new ProcessExec(Duration.ofMillis(300)), Path.of("/")),
                List.of(handler),
                journal,
                messages,
                observed::incrementAndGet,
                InstantSource.system());
    }

    private record Snapshots(BiFunction<TakeSnapshot, Execution, Outcome> work, Function<UUID, List<String>> recovery)
            implements CommandHandler<TakeSnapshot> {
        @Override
        public Class<TakeSnapshot> type() {
            return TakeSnapshot.class;
        }

        @Override
        public Outcome handle(TakeSnapshot command, Execution execution) {
            return work.apply(command, execution);
        }

        @Override
        public List<String> recover(UUID command, Machine machine) {
            return recovery.apply(command);
        }
    }

    WireRecord snapshot(UUID id, String dataset) {
        return snapshot(id, dataset, soon);
    }

    WireRecord snapshot(UUID id, String dataset, Instant deadline) {
        return fleet.command(Service.ZFS_SYNC, "south", id, take(dataset), deadline);
    }

    static TakeSnapshot take(String dataset) {
        return new TakeSnapshot(dataset, "by-hand", false, "a test", null);
    }

    static WireRecord with(WireRecord record, String header, String value) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.put(header, value);
        return new WireRecord(record.topic(), record.key(), headers, record.value());
    }

    WireRecord command(Service from, String node, UUID id, Command command) {
        return fleet.command(from, node, id, command, soon);
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
