package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.RESULT;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.awaitQuietly;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;

/** How a command that is allowed runs, and beside which others. */
@Timeout(180)
class CommandRunTest extends AtRunner {
    @Test
    void aCommandIsAcceptedRunAndReported() {
        CommandRunner runner = agent.runner((c, e) -> new Outcome.Done(RESULT));
        UUID id = UUID.randomUUID();

        runner.take(agent.snapshot(id, "tank/a")).run();

        await().untilAsserted(
                        () -> assertThat(agent.sent.all(CommandReport.class)).hasSize(2));
        assertThat(agent.sent.all(CommandReport.class).getFirst()).isInstanceOf(CommandAccepted.class);
        assertThat(agent.sent.all(CommandDone.class).getFirst().result()).isEqualTo(RESULT);
        assertThat(agent.sent.take()).allSatisfy(d -> {
            assertThat(d.envelope().trace().correlationId()).isEqualTo("request-1");
            assertThat(d.envelope().trace().causationId()).isEqualTo(id.toString());
        });
        assertThat(agent.sent.records())
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.headers()).containsEntry("ce_answers", "/services/zfs-sync"));
        await().untilAsserted(() -> assertThat(agent.observed).hasValue(1));
    }

    @Test
    void acceptingWritesTheJournalAndStartsNothing() {
        AtomicInteger runs = new AtomicInteger();
        CommandRunner runner = agent.runner((c, e) -> {
            runs.incrementAndGet();
            return new Outcome.Done(RESULT);
        });
        UUID id = UUID.randomUUID();

        Runnable start = runner.take(agent.snapshot(id, "tank/a"));

        assertThat(agent.journal().knows(id)).isTrue();
        assertThat(runs).hasValue(0);
        start.run();
        await().untilAsserted(() -> assertThat(runs).hasValue(1));
    }

    @Test
    void commandsOnOnePoolRunOneAfterTheOtherAndOthersBeside() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        agent.allow("**");
        CommandRunner runner = agent.runner((c, e) -> {
            order.add("begin " + c.dataset());
            if (c.dataset().equals("tank/a")) {
                awaitQuietly(gate);
            }
            order.add("end " + c.dataset());
            return new Outcome.Done(RESULT);
        });

        runner.take(agent.snapshot(UUID.randomUUID(), "tank/a")).run();
        runner.take(agent.snapshot(UUID.randomUUID(), "tank/b")).run();
        runner.take(agent.snapshot(UUID.randomUUID(), "other/c")).run();
        await().until(() -> order.contains("end other/c"));
        assertThat(order).doesNotContain("begin tank/b");
        gate.countDown();

        await().until(() -> order.contains("end tank/b"));
        assertThat(order.indexOf("begin tank/b")).isGreaterThan(order.indexOf("end tank/a"));
    }

    @Test
    void outputIsNumberedWithoutGapsRedactedAndComesBeforeTheEnd() {
        CommandRunner runner = agent.runner((c, e) -> {
            e.machine().exec().run(Invocation.of("seq", "1", "1000"), e.output(), e.cancellation());
            e.machine().exec().run(Invocation.of("echo", "password=x1"), e.output(), e.cancellation());
            return new Outcome.Done(RESULT);
        });

        runner.take(agent.snapshot(UUID.randomUUID(), "tank/a")).run();

        await().until(() -> !agent.sent.all(CommandDone.class).isEmpty());
        List<CommandProgress> progress = agent.sent.all(CommandProgress.class);
        for (int i = 0; i < progress.size(); i++) {
            assertThat(progress.get(i).sequence()).isEqualTo(i + 1);
            assertThat(progress.get(i).lines()).hasSizeLessThanOrEqualTo(64);
        }
        List<String> lines = progress.stream()
                .flatMap(p -> p.lines().stream())
                .map(CommandProgress.OutputLine::text)
                .toList();
        assertThat(lines).hasSize(1001).startsWith("1", "2").endsWith("1000", "password=***");
        assertThat(agent.sent.all(CommandReport.class).getLast()).isInstanceOf(CommandDone.class);
    }
}
