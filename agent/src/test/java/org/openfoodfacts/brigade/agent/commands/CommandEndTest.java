package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.RESULT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** How commands end that do not simply succeed: cancelled, broken, or with nobody to tell. */
@Timeout(180)
class CommandEndTest extends AtRunner {
    @Test
    void aCancelReachesTheProcessAndOnlyTheSenderMayCancel() throws Exception {
        Path begun = folder.resolve("begun");
        CommandRunner runner = agent.runner((c, e) -> {
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
        runner.take(agent.snapshot(id, "tank/a")).run();
        await().until(() -> Files.exists(begun));

        runner.take(agent.command(Service.DEPLOYER, "south", UUID.randomUUID(), new CancelCommand(id)))
                .run();
        await().until(() -> !agent.sent.all(CommandRefused.class).isEmpty());
        assertThat(agent.sent.all(CommandRefused.class).getFirst().detail()).contains("sent by /services/zfs-sync");
        assertThat(agent.sent.all(CommandFailed.class)).isEmpty();

        runner.take(agent.command(Service.ZFS_SYNC, "south", UUID.randomUUID(), new CancelCommand(id)))
                .run();
        await().untilAsserted(() -> assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CANCELLED)));
        await().untilAsserted(() -> assertThat(
                        agent.sent.all(CommandDone.class).stream().map(CommandDone::result))
                .containsExactly(new CommandResult.CommandCancelled(id, true)));
    }

    @Test
    void whatRunsCanBeCancelledAfterTheOwnerForbadeAllChanges() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CommandRunner runner = agent.runner((c, e) -> {
            begun.countDown();
            ExecResult result = e.machine().exec().run(Invocation.of("sleep", "600"), e.output(), e.cancellation());
            assertThat(result).isInstanceOf(ExecResult.Cancelled.class);
            return new Outcome.Failed(CommandFailed.Reason.CANCELLED, "sleep", null);
        });
        UUID id = UUID.randomUUID();
        runner.take(agent.snapshot(id, "tank/a")).run();
        begun.await();
        agent.observeOnly();

        runner.take(agent.command(Service.ZFS_SYNC, "south", UUID.randomUUID(), new CancelCommand(id)))
                .run();

        await().untilAsserted(() -> assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CANCELLED)));
        assertThat(agent.sent.all(CommandRefused.class)).isEmpty();
    }

    @Test
    void aHandlerThatBreaksIsAFailureAndTheNextCommandRuns() {
        AtomicInteger runs = new AtomicInteger();
        CommandRunner runner = agent.runner((c, e) -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return new Outcome.Done(RESULT);
        });
        runner.take(agent.snapshot(UUID.randomUUID(), "tank/a")).run();
        runner.take(agent.snapshot(UUID.randomUUID(), "tank/a")).run();

        await().until(() -> !agent.sent.all(CommandDone.class).isEmpty());
        assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.detail()).contains("broken"));
    }

    @Test
    void whatTheAgentEndsBecauseItStopsIsCutShort() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CommandRunner runner = agent.runner((c, e) -> {
            begun.countDown();
            ExecResult result = e.machine().exec().run(Invocation.of("sleep", "600"), e.output(), e.cancellation());
            assertThat(result).isInstanceOf(ExecResult.Cancelled.class);
            return new Outcome.Failed(CommandFailed.Reason.CANCELLED, "cancelled", null);
        });
        runner.take(agent.snapshot(UUID.randomUUID(), "tank/a")).run();
        begun.await();

        runner.stop(Duration.ofSeconds(20));

        assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CUT_SHORT));
    }

    /** A character may take three bytes: 400,000 of them are too much though fewer than the bytes that a message may have. */
    @Test
    void aResultThatNoKafkaMessageCouldHoldIsAFailureThatSaysSo() {
        CommandRunner runner =
                agent.runner((c, e) -> new Outcome.Done(new CommandResult.ReleaseVerified("€".repeat(400_000))));
        UUID id = UUID.randomUUID();

        runner.take(agent.snapshot(id, "tank/a")).run();

        await().untilAsserted(() -> assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.commandId()).isEqualTo(id))
                .satisfies(f -> assertThat(f.detail()).contains("larger than a Kafka message")));
        assertThat(agent.sent.all(CommandDone.class)).isEmpty();
    }
}
