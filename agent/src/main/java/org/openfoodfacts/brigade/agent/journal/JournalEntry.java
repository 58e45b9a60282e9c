package org.openfoodfacts.brigade.agent.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/** One line of the journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = JournalEntry.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = JournalEntry.Reported.class, name = "reported"),
    @JsonSubTypes.Type(value = JournalEntry.Remembered.class, name = "remembered")
})
public sealed interface JournalEntry {

    /** The agent will run this command. {@code source} is who sent it, {@code trace} what its reports carry on. */
    record Accepted(
            UUID command,
            String type,
            String source,
            Instant deadline,
            String subject,
            Trace trace,
            PendingReport report)
            implements JournalEntry {
        public Accepted {
            trace = trace == null ? Trace.NONE : trace;
        }
    }

    /**
     * The command has ended, or was refused without being accepted. {@code deadline} is null when the id must not be remembered, because
     * what was refused was not proven to come from a service.
     */
    record Ended(UUID command, Instant deadline, PendingReport report) implements JournalEntry {}

    /** Kafka has the report. */
    record Reported(String report) implements JournalEntry {}

    /** What compaction leaves of a command that ended and was reported. */
    record Remembered(UUID command, Instant until) implements JournalEntry {}
}
