package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openfoodfacts.brigade.agent.commands.RunnerUnderTest.RESULT;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openfoodfacts.brigade.agent.bus.Outgoing;
import org.openfoodfacts.brigade.agent.journal.JournalEntry;
import org.openfoodfacts.brigade.agent.journal.PendingReport;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/** What an agent does at its start about reports that Kafka has not got yet. */
@Timeout(180)
class UnsentReportsTest extends AtRunner {
    @Test
    void anOutcomeThatKafkaDidNotConfirmIsSentAgainUnderTheSameId() {
        Outgoing unreachable = new Outgoing();
        CommandRunner runner = agent.runner((c, e) -> new Outcome.Done(RESULT), unreachable);
        UUID id = UUID.randomUUID();
        runner.take(agent.snapshot(id, "tank/a")).run();
        await().until(() -> agent.journal().unfinished().isEmpty()
                && agent.journal().unreported().size() == 2);
        List<String> ids =
                agent.journal().unreported().stream().map(r -> r.id()).toList();

        agent.reopen();
        agent.recover(agent.runner((c, e) -> new Outcome.Done(RESULT)));

        assertThat(agent.sent.take().stream().map(d -> d.envelope().id())).containsExactlyElementsOf(ids);
        assertThat(agent.sent.all(CommandDone.class)).hasSize(1);
        agent.reopen();
        assertThat(agent.journal().unreported()).isEmpty();
    }

    @Test
    void aReportThatOnlyANewerAgentCanReadWaitsAndTheOthersAreSent() throws IOException {
        UUID unheardOf = UUID.randomUUID();
        UUID known = UUID.randomUUID();
        agent.journal().ended(ended(unheardOf, "org.openfoodfacts.brigade.commands.unheard-of.v9"));
        agent.journal().ended(ended(known, EventType.COMMAND_DONE.id()));
        agent.reopen();

        agent.recover(agent.runner((c, e) -> new Outcome.Done(RESULT)));

        assertThat(agent.sent.all(CommandDone.class))
                .extracting(CommandDone::commandId)
                .containsExactly(known);
        agent.reopen();
        assertThat(agent.journal().unreported())
                .extracting(PendingReport::type)
                .containsExactly("org.openfoodfacts.brigade.commands.unheard-of.v9");
    }

    private static JournalEntry.Ended ended(UUID command, String type) {
        Instant now = Instant.now();
        PendingReport report = PendingReport.of(new CommandDone(command, now, RESULT), null, "tank/a", Trace.NONE, now);
        return new JournalEntry.Ended(
                command,
                now.plusSeconds(60),
                new PendingReport(
                        report.id(), now, type, report.answers(), report.subject(), report.trace(), report.body()));
    }
}
