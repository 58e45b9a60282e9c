package org.openfoodfacts.brigade.platform.commands;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.platform.json.StorableText;
import org.openfoodfacts.brigade.platform.json.StorableTime;

/** A command this service sent, and what became of it. */
@Entity
@Table(name = "command")
public class TrackedCommand {
    @Id
    private UUID id;

    private String node;
    private String type;
    private String subject;

    @Enumerated(EnumType.STRING)
    private CommandState state;

    @Column(name = "sent_by")
    private String sentBy;

    @Column(name = "correlation_id")
    private String correlationId;

    @Column(name = "sent_at")
    private Instant sentAt;

    private Instant deadline;

    @Column(name = "accepted_at")
    private Instant acceptedAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    @Column(name = "heard_at")
    private Instant heardAt;

    @Column(name = "silence_ms")
    private long silenceMillis;

    private String reason;
    private String detail;

    @Column(name = "exit_code")
    private Integer exitCode;

    /** What is kept of the result. */
    private String result;

    private boolean late;

    /** The whole result, in the transaction that takes in its report; never stored. */
    @Transient
    private CommandResult whole;

    protected TrackedCommand() {}

    /** @param silence how long it may be silent once it is accepted */
    TrackedCommand(UUID id, Envelope envelope, String sentBy, Duration silence) {
        this.id = id;
        this.node = envelope.node();
        this.type = envelope.type();
        this.subject = envelope.subject();
        this.state = CommandState.SENT;
        this.sentBy = sentBy;
        this.correlationId = envelope.causes().correlationId();
        this.sentAt = envelope.time();
        this.deadline = envelope.expiry();
        this.silenceMillis = silence.toMillis();
    }

    /** True when it is of one of these kinds. */
    public boolean isOneOf(Set<EventType> kinds) {
        return EventType.byId(type).filter(kinds::contains).isPresent();
    }

    /** Takes in a report that came now, by this service's clock; true when it changed the state. */
    boolean take(CommandReport report, Instant now) {
        if (!state.isReportedEnd()) {
            heardAt = now;
        }
        CommandState after = state.after(report);
        if (after == state) {
            return false;
        }
        if (state.isGivenUp()) {
            late = true;
            end(null, null, null);
        }
        state = after;
        switch (report) {
            case CommandAccepted accepted -> acceptedAt = StorableTime.of(accepted.at());
            case CommandProgress _ -> {}
            case CommandDone done -> {
                found(done.result());
                end(done.at(), null, null);
            }
            case CommandFailed failed -> {
                exitCode = failed.exitCode();
                found(failed.result());
                end(failed.at(), failed.reason().name(), failed.detail());
            }
            case CommandRefused refused -> end(refused.at(), refused.reason().name(), refused.detail());
        }
        return true;
    }

    /** True when it is time to stop waiting for a report. */
    boolean isOverdue(Hearing hearing, Duration grace) {
        return switch (state) {
            case SENT -> hearing.silentFor(deadline, grace);
            case ACCEPTED -> hearing.silentFor(heardAt, Duration.ofMillis(silenceMillis));
            case DONE, FAILED, REFUSED, EXPIRED, LOST -> false;
        };
    }

    /** Nobody took it, or who took it is not heard of any more. */
    void giveUp(Instant now) {
        if (state == CommandState.SENT) {
            state = CommandState.EXPIRED;
            end(now, "EXPIRED", "no report came before the deadline; the node may be away");
        } else {
            state = CommandState.LOST;
            end(now, "LOST", "no word from the node since " + heardAt + "; what it did is not known");
        }
    }

    private void found(CommandResult reported) {
        whole = reported;
        result = reported == null ? null : JsonText.write(reported.toKeep());
    }

    private void end(Instant at, String why, String text) {
        endedAt = StorableTime.of(at);
        reason = why;
        detail = StorableText.of(text);
    }

    public UUID id() {
        return id;
    }

    public String node() {
        return node;
    }

    public String subject() {
        return subject;
    }

    public CommandState state() {
        return state;
    }

    /** What the node found or made; empty unless it is done. */
    public Optional<CommandResult> result() {
        return state == CommandState.DONE ? reported() : Optional.empty();
    }

    /**
     * What it found or made, also when it failed midway. Whole for those who are told of the end in the transaction that takes it in; later
     * what is kept of it.
     */
    public Optional<CommandResult> reported() {
        return whole == null ? kept() : Optional.of(whole);
    }

    private Optional<CommandResult> kept() {
        return Optional.ofNullable(result).map(text -> JsonText.read(text, CommandResult.class));
    }

    /** Why it did not succeed, in one line; empty when it did or still may. */
    public Optional<String> failure() {
        return Optional.ofNullable(reason).map(why -> detail == null ? why : why + ": " + detail);
    }

    /** The trace of what this command causes. */
    public Trace causes() {
        return new Trace(correlationId, id.toString());
    }

    /** As {@code GET commands/{id}} shows it. */
    public CommandView view() {
        return new CommandView(
                new CommandView.Order(id, node, type, subject, sentBy, correlationId, deadline),
                state,
                sentAt,
                acceptedAt,
                endedAt,
                late,
                kept().orElse(null),
                reason == null ? null : new CommandView.Failure(reason, detail, exitCode));
    }
}
