package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.RESULT;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.awaitQuietly;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.take;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.with;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** What is refused, why, and that it stays refused. */
@Timeout(180)
class CommandRefusalTest extends AtRunner {
    @Test
    void eachRefusalSaysItsOwnReasonAndNothingRuns() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        CommandRunner runner = agent.runner((c, e) -> {
            runs.incrementAndGet();
            return new Outcome.Done(RESULT);
        });
        WireRecord good = agent.snapshot(UUID.randomUUID(), "tank/a");

        agent.assertRefused(
                runner,
                agent.snapshot(UUID.randomUUID(), "tank/a", Instant.now().minusSeconds(1)),
                Reason.LATE);
        agent.assertRefused(
                runner, agent.command(Service.ZFS_SYNC, "north", UUID.randomUUID(), take("tank/a")), Reason.WRONG_NODE);
        agent.assertRefused(
                runner,
                agent.command(Service.DEPLOYER, "south", UUID.randomUUID(), take("tank/a")),
                Reason.BAD_SIGNATURE);
        agent.assertRefused(
                runner, with(good, "ce_expirytime", agent.soon.plusSeconds(9).toString()), Reason.BAD_SIGNATURE);
        agent.assertRefused(runner, with(good, "ce_signature", "AAAA"), Reason.BAD_SIGNATURE);
        agent.assertRefused(runner, agent.snapshot(UUID.randomUUID(), "other/a"), Reason.POLICY);
        agent.assertRefused(
                runner, with(good, "ce_type", "org.openfoodfacts.brigade.commands.dance.v9"), Reason.UNSUPPORTED);
        agent.assertRefused(
                runner,
                new WireRecord(good.topic(), good.key(), good.headers(), "{".getBytes(StandardCharsets.UTF_8)),
                Reason.MALFORMED);
        agent.assertRefused(runner, new WireRecord(good.topic(), good.key(), good.headers(), null), Reason.MALFORMED);
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
        CommandRunner runner = agent.runner(handler);
        WireRecord record = agent.snapshot(UUID.randomUUID(), "tank/a");
        runner.take(record).run();

        agent.assertRefused(runner, record, Reason.REPLAYED);
        gate.countDown();
        await().until(() -> !agent.sent.all(CommandDone.class).isEmpty());
        agent.assertRefused(runner, record, Reason.REPLAYED);
        agent.reopen();
        agent.assertRefused(agent.runner(handler), record, Reason.REPLAYED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCommandThatWasRefusedIsNotRunWhenItComesAgain() throws IOException {
        CommandRunner runner = agent.runner((c, e) -> new Outcome.Done(RESULT));
        WireRecord record = agent.snapshot(UUID.randomUUID(), "other/a");
        agent.assertRefused(runner, record, Reason.POLICY);
        agent.allow("**");

        agent.assertRefused(runner, record, Reason.REPLAYED);
    }
}
