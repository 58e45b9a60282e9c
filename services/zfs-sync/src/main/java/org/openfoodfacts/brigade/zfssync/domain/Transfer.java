package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlanner;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Cancelled;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;

/**
 * A copy on its way to be as new as its source: step after step, each planned from the newest facts of both ends, until there is none left.
 * At most one command is under way. Nothing that is lost by a step could not be sent again; what would need a rollback is told, never done.
 */
public record Transfer(UUID id, Pair.Key pair, Asked asked, TransferTally tally, TransferPhase phase) {
    /** How long the facts may take to show what a command has brought. */
    static final Duration FACTS_PATIENCE = Duration.ofMinutes(2);

    static final int MOST_FAILURES = 6;

    /** What waiting does not mend. */
    private static final Set<String> BEYOND_WAITING =
            Set.of("NO_SPACE", "MALFORMED", "UNSUPPORTED", "POLICY", "BAD_SIGNATURE", "WRONG_NODE");

    /** {@code by} is null when {@code zfs.pull} asks; {@code before} is how the pair's last transfer failed, {@link Standing#GOOD} when it did not. */
    public record Asked(String by, Instant at, String correlationId, Standing before) {
        private Asked alsoBy(String other) {
            return by != null ? this : new Asked(other, at, correlationId, before);
        }
    }

    /** How often transfers of the pair have failed one after the other, and why; {@code reason} is null when the last one did not. */
    public record Standing(String reason, int failures) {
        public static final Standing GOOD = new Standing(null, 0);
    }

    /** What follows: the transfer's new state, a command for the target's node or null, and events. */
    public record Step(Transfer next, Command command, List<ZfsEvent> events) {
        public Step {
            events = List.copyOf(events);
        }
    }

    public static Transfer of(UUID id, Pair.Key pair, Asked asked) {
        return new Transfer(
                id, pair, asked, TransferTally.NOTHING, new Queued(asked.at(), null, asked.at(), false, null));
    }

    /** What the pair's next transfer has to know of this one that has ended. */
    public Standing standing() {
        return switch (phase) {
            case Done _ -> Standing.GOOD;
            case Failed failed when failed.over() -> Standing.GOOD;
            case Failed failed -> new Standing(failed.reason(), asked.before().failures() + 1);
            case Queued _, Pulling _, Cancelled _ -> asked.before();
        };
    }

    /** Whether another may be made without anybody asking: not while this one is open, not soon after it failed or was cancelled. */
    public boolean mayBeFollowed(Instant now) {
        return switch (phase) {
            case Done _ -> true;
            case Failed failed -> Pause.hasPassed(Pause.after(asked.before().failures() + 1), failed.at(), now);
            case Cancelled cancelled -> Pause.hasPassed(Pause.LONGEST, cancelled.at(), now);
            case Queued _, Pulling _ -> false;
        };
    }

    public Step step(TransferInput input, Instant now) {
        return switch (input) {
            case TransferInput.Look look when phase instanceof Queued queued -> looked(queued, look, now);
            case TransferInput.NotTold not
            when phase instanceof Queued queued && isDue(now) && !queued.isPatient(now) -> wait(queued, not.why(), now);
            case TransferInput.NotDeclared _ when phase instanceof Queued -> notDeclared(now);
            case TransferInput.Pulled pulled when isUnderWay(pulled.commandId()) -> pulled(pulled, now);
            case TransferInput.NotPulled not when isUnderWay(not.commandId()) -> notPulled(not, now);
            case TransferInput.CancelAsked asking -> cancel(asking.by(), now);
            case TransferInput.Hurried hurry when phase instanceof Queued queued -> hurried(queued, hurry.by(), now);
            case TransferInput.Hurried hurry when phase instanceof Pulling pulling -> wantedAgain(pulling, hurry.by());
            case TransferInput.Over _ when phase.isEnd() && standing().reason() != null -> over(now);
            default -> stay();
        };
    }

    /** The command of the last step is on its way; that of a cancel changes nothing. */
    public Transfer sent(UUID commandId) {
        return phase instanceof Pulling pulling && pulling.commandId() == null
                ? in(new Pulling(commandId, pulling.what(), null))
                : this;
    }

    /** Whether its next step may begin. */
    public boolean isDue(Instant now) {
        return phase instanceof Queued queued && Pause.isOver(queued.notBefore(), now);
    }

    /** Its next step was planned and there was no room for it: it has seen the facts it waited for, or waits for them no longer. */
    Transfer withoutRoom() {
        return phase instanceof Queued queued ? in(queued.expectingNothing()) : this;
    }

    private boolean isUnderWay(UUID commandId) {
        return phase instanceof Pulling pulling && commandId.equals(pulling.commandId());
    }

    private Step looked(Queued queued, TransferInput.Look look, Instant now) {
        if (!isDue(now)) {
            return stay();
        }
        if (queued.isPatient(now)
                && look.target().snapshots().stream().map(Snapshot::guid).noneMatch(queued.expected()::equals)) {
            return stay();
        }
        if (look.transport().objection() != null) {
            return failed("NOT_SUPPORTED", look.transport().objection(), tally, now);
        }
        DatasetState target = queued.discardPartial() ? look.target().withoutPartial() : look.target();
        MissingCopy missing = asked.by() == null ? MissingCopy.of(look) : null;
        ReplicationPlan plan = ReplicationPlanner.plan(look.source(), target);
        return switch (plan) {
            case InSync(SnapshotRef at) when queued.discardPartial() -> discard(at, look.transport());
            case InSync _ -> done(now);
            case Full _ when !look.poolShown() && asked.by() == null -> wait(queued, MissingCopy.poolAway(pair), now);
            case Full _ when missing != null -> obstacle(queued, missing.reason(), missing.words(), now);
            case Blocked blocked -> obstacle(queued, blocked.reason().name(), blocked.words(), now);
            case ReplicationPlan.Step step
            when look.room() != null && look.room().isTooSmallFor(step, look.source()) ->
                failed("NO_SPACE", look.room().words(step, look.source()), tally.failed(), now);
            case ReplicationPlan.Step step
            when look.room() != null && look.room().isPromisedFor(step, look.source()) ->
                wait(queued, look.room().promisedWords(step, look.source()), now);
            case ReplicationPlan.Step step ->
                command(What.of(step), look.transport().pull(pair, Expected.of(step), queued.discardPartial()));
        };
    }

    /** Facts of one machine come one after the other: an obstacle counts when it is still there at a second look. */
    private Step obstacle(Queued queued, String reason, String words, Instant now) {
        String why = reason + ": " + words;
        TransferTally counted = tally.failed();
        return why.equals(queued.why()) || counted.failures() >= MOST_FAILURES
                ? failed(reason, words, counted, now)
                : again(counted, why, false, now);
    }

    private Step wait(Queued queued, String why, Instant now) {
        Instant next = now.plus(Pause.FIRST);
        return to(in(new Queued(next, null, queued.patientUntil(), queued.discardPartial(), why)));
    }

    /** Nothing is left to be sent, only what came of the dead stream is to go. */
    private Step discard(SnapshotRef at, Transport transport) {
        return command(
                new What(StepKind.DISCARD, null, null),
                transport.pull(pair, new Expected(null, at.guid(), null), true));
    }

    private Step command(What what, PullDatasets command) {
        return new Step(in(new Pulling(null, what, null)), command, List.of());
    }

    private Step pulled(TransferInput.Pulled pulled, Instant now) {
        TransferTally told = tally.told(pulled.holdProblem());
        TransferTally counted = told.brought(pulled.bytes());
        if (((Pulling) phase).cancelledBy() != null) {
            return cancelled(((Pulling) phase).cancelledBy(), counted, now);
        }
        if (pulled.bytes() == 0) {
            return nothingCame(told, pulled.guid(), now);
        }
        var next = new Queued(now, pulled.guid(), now.plus(FACTS_PATIENCE), false, null);
        return to(new Transfer(id, pair, asked, counted, next));
    }

    /** The copy had it already, which the facts did not show: they are old, or somebody else was quicker. */
    private Step nothingCame(TransferTally told, String guid, Instant now) {
        TransferTally counted = told.failed();
        if (counted.failures() >= MOST_FAILURES) {
            return failed("FACTS_OLD", "what " + pair.node() + " tells of its datasets is old", counted, now);
        }
        Instant next = now.plus(Pause.after(counted.failures()));
        return to(new Transfer(id, pair, asked, counted, new Queued(now, guid, next, false, null)));
    }

    private Step notPulled(TransferInput.NotPulled not, Instant now) {
        TransferTally counted = tally.failed();
        String cancelledBy = ((Pulling) phase).cancelledBy();
        if (cancelledBy != null) {
            return cancelled(cancelledBy, counted, now);
        }
        if (not.reason().equals("CANCELLED")) {
            return to(in(new Queued(now, null, now, false, null))); // another one that travelled with it was
        }
        String why = not.detail() == null ? not.reason() : not.reason() + ": " + not.detail();
        boolean fatal = BEYOND_WAITING.contains(not.reason()) || counted.failures() >= MOST_FAILURES;
        return fatal
                ? failed(not.reason(), not.detail(), counted, now)
                : again(counted, why, not.reason().equals("RESUME_TOKEN_DEAD"), now);
    }

    private Step again(TransferTally counted, String why, boolean discard, Instant now) {
        Instant next = now.plus(Pause.after(counted.failures()));
        return to(new Transfer(id, pair, asked, counted, new Queued(next, null, next, discard, why)));
    }

    /** Sent again when asked again: the first may have found the node away. */
    private Step cancel(String by, Instant now) {
        return switch (phase) {
            case Queued _ -> cancelled(by, tally, now);
            case Pulling pulling ->
                new Step(
                        in(new Pulling(pulling.commandId(), pulling.what(), by)),
                        new CancelCommand(pulling.commandId()),
                        List.of());
            case Done _, Failed _, Cancelled _ -> stay();
        };
    }

    private Step hurried(Queued queued, String by, Instant now) {
        var next = new Queued(now, queued.expected(), queued.patientUntil(), queued.discardPartial(), null);
        return to(new Transfer(id, pair, asked.alsoBy(by), tally.withoutFailures(), next));
    }

    /** The command that is being ended may still end by that; then it is queued as one that travelled with another. */
    private Step wantedAgain(Pulling pulling, String by) {
        var next = new Pulling(pulling.commandId(), pulling.what(), null);
        boolean isHeard = by != null && pulling.cancelledBy() != null;
        return isHeard ? to(new Transfer(id, pair, asked.alsoBy(by), tally, next)) : stay();
    }

    private Step done(Instant now) {
        return new Step(in(new Done(now)), null, recovered(asked.before(), now));
    }

    /** Nobody wants it any more, so nothing is wrong with it. */
    private Step notDeclared(Instant now) {
        String why = "no syncoid-args.conf asks for it any more, or its source is gone";
        return new Step(in(new Failed(now, "NOT_DECLARED", why, true)), null, recovered(asked.before(), now));
    }

    private Step over(Instant now) {
        var good = new Asked(asked.by(), asked.at(), asked.correlationId(), Standing.GOOD);
        Transfer next = phase instanceof Failed failed
                ? in(new Failed(failed.at(), failed.reason(), failed.detail(), true))
                : new Transfer(id, pair, good, tally, phase);
        return new Step(next, null, recovered(standing(), now));
    }

    private List<ZfsEvent> recovered(Standing from, Instant now) {
        return from.reason() == null
                ? List.of()
                : List.of(new ZfsEvent.PullRecovered(pair.sourcePlace(), pair.copyPlace(), now, id));
    }

    /** Told once per reason, not at every try. */
    private Step failed(String reason, String detail, TransferTally counted, Instant now) {
        List<ZfsEvent> events = reason.equals(asked.before().reason())
                ? List.of()
                : List.of(new ZfsEvent.PullFailed(pair.sourcePlace(), pair.copyPlace(), now, reason, detail, id));
        return new Step(new Transfer(id, pair, asked, counted, new Failed(now, reason, detail)), null, events);
    }

    private Step cancelled(String by, TransferTally counted, Instant now) {
        return to(new Transfer(id, pair, asked, counted, new Cancelled(now, by)));
    }

    private Step stay() {
        return to(this);
    }

    private static Step to(Transfer next) {
        return new Step(next, null, List.of());
    }

    private Transfer in(TransferPhase next) {
        return new Transfer(id, pair, asked, tally, next);
    }
}
