package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.Redaction;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Problem;

/** Tells the ways apart in which a pull fails, by what ssh and zfs said. */
final class PullFailure {
    private static final List<String> FULL = List.of("out of space", "space quota exceeded");

    /** What a receiver says when it is the stream that ended. */
    private static final List<String> CUT = List.of("incomplete stream", "failed to read from stream");

    private PullFailure() {}

    static Outcome unread(PairEnd end, String which, PairEnd.Unread how) {
        ExecResult ended = how.end();
        return end.isUnreachable(ended)
                ? new Outcome.Failed(Reason.UNREACHABLE, ToolFailure.describe(ended), code(ended))
                : ToolFailure.of("zfs list of " + which, ended);
    }

    /** zfs has read others, and said this against the one. */
    static Outcome unread(String which, String said) {
        return ToolFailure.unexpected("zfs list of " + which + ": " + said);
    }

    /** zfs send did not even say how much it would send. */
    static Outcome notSent(PairEnd source, ExecResult how) {
        String said = how instanceof ExecResult.Exited exited ? exited.errors() : "";
        if (said.contains("cannot resume send")) {
            return new Outcome.Failed(Reason.RESUME_TOKEN_DEAD, line(said), code(how));
        }
        return source.isUnreachable(how)
                ? new Outcome.Failed(Reason.UNREACHABLE, ToolFailure.describe(how), code(how))
                : new Outcome.Failed(Reason.TOOL_FAILED, "zfs send: " + ToolFailure.describe(how), code(how));
    }

    static Outcome of(PairEnd source, PipelineResult moved, boolean cancelled) {
        String sender = isEcho(moved) ? "" : words(source.route() == null ? "zfs send" : "ssh", moved.from());
        String detail = Stream.of(sender, words("zfs receive", moved.to()))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
        ExecResult culprit = moved.to().success().isPresent() ? moved.from() : moved.to();
        return new Outcome.Failed(cancelled ? Reason.CANCELLED : reason(moved), detail, code(culprit));
    }

    /** A sender whose receiver ended early ends of that, without a word or with one of its broken pipe: whether it does before it is ended is chance. */
    private static boolean isEcho(PipelineResult moved) {
        boolean receiverEndedIt = moved.to() instanceof ExecResult.Exited to
                && to.code() != 0
                && !to.errors().isBlank()
                && CUT.stream().noneMatch(to.errors()::contains);
        return receiverEndedIt
                && switch (moved.from()) {
                    case ExecResult.Exited from ->
                        from.errors().isBlank() || from.errors().contains("Broken pipe");
                    case ExecResult.Cancelled _ -> true;
                    case ExecResult.TimedOut _, ExecResult.Missing _ -> false;
                };
    }

    /** What is not begun has nothing to show. */
    static Outcome with(DatasetsPulled result, Outcome failure) {
        return failure instanceof Outcome.Failed(Reason reason, String detail, Integer code, var _)
                ? new Outcome.Failed(reason, detail, code, result)
                : failure;
    }

    /** Of several, told by the first that failed. */
    static Outcome some(DatasetsPulled result, List<OnePull> failed) {
        OnePull first = failed.getFirst();
        String detail = failed.size() + " of " + result.datasets().size() + " datasets did not come; "
                + first.pull().target() + ": " + problem(first.failure()).detail();
        return first.failure() instanceof Outcome.Failed(Reason reason, String _, Integer code, var _)
                ? new Outcome.Failed(reason, detail, code, result)
                : new Outcome.Failed(Reason.TOOL_FAILED, detail, null, result);
    }

    /** Null for what did not fail. */
    static Problem problem(Outcome failure) {
        return switch (failure) {
            case Outcome.Failed failed -> new Problem(failed.reason().name(), Redaction.brief(failed.detail()));
            case Outcome.Refused refused -> new Problem(refused.reason().name(), Redaction.brief(refused.detail()));
            case Outcome.Done _ -> null;
            case null -> null;
        };
    }

    private static Reason reason(PipelineResult moved) {
        if (moved.from() instanceof ExecResult.TimedOut || moved.to() instanceof ExecResult.TimedOut) {
            return Reason.TIMED_OUT;
        }
        String received = moved.to() instanceof ExecResult.Exited exited ? exited.errors() : "";
        if (FULL.stream().anyMatch(received::contains)) {
            return Reason.NO_SPACE;
        }
        String sent = moved.from() instanceof ExecResult.Exited exited ? exited.errors() : "";
        if (sent.contains("cannot resume send")) {
            return Reason.RESUME_TOKEN_DEAD;
        }
        return Reason.TOOL_FAILED;
    }

    static boolean saysNothingToDiscard(ExecResult end) {
        return end instanceof ExecResult.Exited exited
                && (exited.errors().contains("does not have any resumable receive state")
                        || exited.errors().contains("dataset does not exist"));
    }

    /** Why a plan that was made on the machine is not what was asked for. */
    static String words(ReplicationPlan plan) {
        return switch (plan) {
            case InSync(SnapshotRef at) -> "the target is in sync with the source, both are at @" + at.name();
            case Full(SnapshotRef to) -> "the target is not there and would begin with @" + to.name();
            case Incremental step ->
                "the next step goes from " + step.from().of("") + " to @"
                        + step.to().name();
            case Resume _ -> "a cut receive is to be resumed or discarded first";
            case Blocked blocked -> blocked.reason() + ": " + blocked.words();
        };
    }

    /** The first line says what, those behind it what one might do. */
    private static String words(String tool, ExecResult end) {
        if (end.success().isPresent()) {
            return "";
        }
        return tool + ": "
                + (end instanceof ExecResult.Exited exited && !exited.errors().isBlank()
                        ? line(exited.errors())
                        : ToolFailure.describe(end));
    }

    private static String line(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private static Integer code(ExecResult end) {
        return end instanceof ExecResult.Exited exited ? exited.code() : null;
    }
}
