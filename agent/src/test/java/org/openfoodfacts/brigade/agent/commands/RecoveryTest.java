package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.RESULT;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** What an agent does at its start about commands that were cut short, and about what they left. */
@Timeout(180)
class RecoveryTest extends AtRunner {
    @Test
    void whatWasAcceptedAndNotFinishedIsReportedCutShortOnceAndNotRun() {
        AtomicInteger runs = new AtomicInteger();
        UUID id = UUID.randomUUID();
        WireRecord record = agent.snapshot(id, "tank/a");
        // Accepted, and then the process is gone before it starts.
        agent.runner((c, e) -> new Outcome.Done(RESULT)).take(record);

        agent.reopen();
        CommandRunner next = agent.runner((c, e) -> {
            runs.incrementAndGet();
            return new Outcome.Done(RESULT);
        });
        agent.recover(next);

        assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CUT_SHORT))
                .satisfies(f -> assertThat(f.commandId()).isEqualTo(id));
        agent.assertRefused(next, record, Reason.REPLAYED);
        agent.reopen();
        agent.recover(agent.runner((c, e) -> new Outcome.Done(RESULT)));
        assertThat(agent.sent.all(CommandFailed.class)).hasSize(1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void whatACommandThatWasCutShortSetAsideIsPutBackAndWhatCannotBeIsReported() {
        List<UUID> recovered = new CopyOnWriteArrayList<>();
        UUID id = UUID.randomUUID();
        agent.runner((c, e) -> new Outcome.Done(RESULT)).take(agent.snapshot(id, "tank/a"));
        agent.reopen();

        agent.recover(leavesSomething(recovered));

        assertThat(recovered).containsExactly(id);
        assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.detail()).endsWith("; not as it was before: tank/a: is busy"));
        agent.reopen();
        agent.recover(leavesSomething(recovered));
        assertThat(recovered).as("once").hasSize(1);
    }

    /** A pool that answers no more would keep the node from being heard of. */
    @Test
    void whileThatIsPutBackCommandsAreTakenAndBeginAfterwards() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Instant soonOver = Instant.now().plusSeconds(3);
        UUID cutShort = UUID.randomUUID();
        agent.runner((c, e) -> new Outcome.Done(RESULT)).take(agent.snapshot(cutShort, "tank/a"));
        agent.reopen();
        CommandRunner next = agent.runner(
                (c, e) -> {
                    begun.countDown();
                    return new Outcome.Done(RESULT);
                },
                _ -> {
                    RunnerUnderTest.awaitQuietly(hanging);
                    return List.of();
                });

        next.recover();
        UUID id = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        next.take(agent.snapshot(id, "tank/b")).run();
        next.take(agent.snapshot(late, "tank/b", soonOver)).run();

        assertThat(agent.sent.all(CommandAccepted.class))
                .extracting(CommandAccepted::commandId)
                .contains(id);
        assertThat(begun.await(200, TimeUnit.MILLISECONDS)).isFalse();
        await().until(() -> Instant.now().isAfter(soonOver));
        hanging.countDown();
        await().until(() -> agent.sent.all(CommandDone.class).size() == 1);
        assertThat(agent.sent.all(CommandFailed.class))
                .extracting(CommandFailed::commandId)
                .containsExactly(cutShort);
        await().untilAsserted(() -> assertThat(agent.sent.all(CommandRefused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.LATE))
                .satisfies(refused -> assertThat(refused.detail()).contains("it had to wait"))
                .satisfies(refused -> assertThat(refused.commandId()).isEqualTo(late)));
    }

    /** A disk may come late, and a command that was cut short is over only when nothing of it is left. */
    @Test
    void whatCannotBePutBackYetIsTriedAgainAlsoByTheNextAgent() {
        List<UUID> tries = new CopyOnWriteArrayList<>();
        UUID id = UUID.randomUUID();
        agent.runner((c, e) -> new Outcome.Done(RESULT)).take(agent.snapshot(id, "tank/a"));
        agent.reopen();
        CommandRunner never = notYet(tries, Integer.MAX_VALUE);
        never.recover();
        await().until(() -> tries.size() == 1);
        stop(never);
        assertThat(agent.sent.all(CommandFailed.class)).isEmpty();
        assertThat(agent.journal().unfinished()).hasSize(1);
        agent.reopen();
        tries.clear();

        agent.recover(notYet(tries, 2));

        assertThat(tries).containsExactly(id, id);
        assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.detail()).endsWith("what was done is not known"));
    }

    private static void stop(CommandRunner runner) {
        try {
            runner.stop(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whose recovery succeeds at that try. */
    private CommandRunner notYet(List<UUID> tries, int succeeds) {
        return agent.runner((c, e) -> new Outcome.Done(RESULT), command -> {
            tries.add(command);
            if (tries.size() < succeeds) {
                throw new NotYetException(List.of("there is no pool tank"));
            }
            return List.of();
        });
    }

    @Test
    void whatACommandThatThrewSetAsideIsPutBackAtOnce() throws IOException {
        List<UUID> recovered = new CopyOnWriteArrayList<>();
        UUID id = UUID.randomUUID();

        leavesSomething(recovered).take(agent.snapshot(id, "tank/a")).run();

        await().untilAsserted(() -> assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.detail())
                        .startsWith("the agent's own fault")
                        .endsWith("; not as it was before: tank/a: is busy")));
        assertThat(recovered).containsExactly(id);
    }

    /** No thread can be started for a tool any more, neither for its work nor to put back what it set aside. */
    @Test
    void anErrorIsAFailureTooAlsoWhilePuttingBack() {
        List<UUID> recovered = new CopyOnWriteArrayList<>();
        UUID id = UUID.randomUUID();

        agent.runner(
                        (c, e) -> {
                            throw new OutOfMemoryError("unable to create native thread");
                        },
                        command -> {
                            recovered.add(command);
                            throw new OutOfMemoryError("nor for this");
                        })
                .take(agent.snapshot(id, "tank/a"))
                .run();

        await().untilAsserted(() -> assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.detail())
                        .contains("unable to create native thread")
                        .endsWith("; not as it was before: nor for this")));
        assertThat(recovered).containsExactly(id);
    }

    @Test
    void whereAMachineIsObservedOnlyNowNothingIsPutBackEither() throws IOException {
        List<UUID> recovered = new CopyOnWriteArrayList<>();
        agent.runner((c, e) -> new Outcome.Done(RESULT)).take(agent.snapshot(UUID.randomUUID(), "tank/a"));
        agent.reopen();
        agent.observeOnly();

        agent.recover(leavesSomething(recovered));

        assertThat(recovered).isEmpty();
        assertThat(agent.sent.all(CommandFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.detail()).contains("observed only"));
    }

    /** Whose tool cannot do its work, nor put back what it set aside for it. */
    private CommandRunner leavesSomething(List<UUID> recovered) {
        return agent.runner(
                (c, e) -> {
                    throw new IllegalStateException("it cannot do its work");
                },
                command -> {
                    recovered.add(command);
                    return List.of("tank/a: is busy");
                });
    }
}
