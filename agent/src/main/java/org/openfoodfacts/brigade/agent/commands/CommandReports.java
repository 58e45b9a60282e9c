package org.openfoodfacts.brigade.agent.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.exec.Redaction;
import org.openfoodfacts.brigade.agent.journal.Journal;
import org.openfoodfacts.brigade.agent.journal.JournalEntry;
import org.openfoodfacts.brigade.agent.journal.PendingReport;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;

/**
 * Brings what became of a command first to the journal and then on its way. Details are redacted and cut, and a result that no Kafka
 * message could hold becomes a failure that says so.
 */
final class CommandReports {
    private static final Logger LOG = Logger.getLogger(CommandReports.class.getName());
    private static final int LARGEST_REPORT_BYTES = 900_000;

    private final Journal journal;
    private final Messages messages;
    private final InstantSource clock;

    CommandReports(Journal journal, Messages messages, InstantSource clock) {
        this.journal = journal;
        this.messages = messages;
        this.clock = clock;
    }

    /** The report of an outcome. */
    CommandReport report(UUID command, Outcome outcome) {
        Instant now = clock.instant();
        return switch (outcome) {
            case Outcome.Done done -> new CommandDone(command, now, done.result());
            case Outcome.Failed failed ->
                new CommandFailed(
                        command,
                        now,
                        failed.reason(),
                        Redaction.brief(failed.detail()),
                        failed.exitCode(),
                        failed.result());
            case Outcome.Refused refused ->
                new CommandRefused(command, now, refused.reason(), Redaction.brief(refused.detail()));
        };
    }

    void ended(JournalEntry.Accepted command, Outcome outcome) {
        PendingReport report = PendingReport.of(
                report(command.command(), outcome),
                command.source(),
                command.subject(),
                command.trace(),
                clock.instant());
        if (report.body().toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_REPORT_BYTES) {
            report = PendingReport.of(
                    new CommandFailed(
                            command.command(),
                            clock.instant(),
                            CommandFailed.Reason.TOOL_FAILED,
                            "it ended, but its result is larger than a Kafka message can be",
                            null),
                    command.source(),
                    command.subject(),
                    command.trace(),
                    clock.instant());
        }
        end(new JournalEntry.Ended(command.command(), command.deadline(), report));
    }

    void refused(Verdict.Refuse refuse) {
        PendingReport report = PendingReport.of(
                report(refuse.id(), new Outcome.Refused(refuse.reason(), refuse.detail())),
                refuse.asked().source(),
                refuse.asked().subject(),
                refuse.asked().trace(),
                clock.instant());
        Instant remember =
                refuse.verified() == null ? null : refuse.verified().envelope().expiry();
        end(new JournalEntry.Ended(remember == null ? null : refuse.id(), remember, report));
    }

    private void end(JournalEntry.Ended entry) {
        try {
            journal.ended(entry);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the journal cannot be written; the report is sent but a crash would forget it", e);
        }
        send(entry.report());
    }

    /** One that only a newer agent can read, which was here before, waits in the journal for that one and keeps no other. */
    void sendAgain(PendingReport report) {
        try {
            send(report);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.SEVERE,
                    "the report " + report.id() + " of " + report.subject()
                            + " is none that this version of the agent can send; it stays in the journal",
                    e);
        }
    }

    void send(PendingReport report) {
        messages.report(report, () -> journal.reported(report.id()));
    }
}
