package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Blocked;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.InSync;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetPulled;

/** Tells the ways apart in which a pull fails, by what ssh and zfs said. */
final class PullFailure {
    private static final List<String> FULL = List.of("out of space", "space quota exceeded");

    private PullFailure() {}

    static Outcome unread(PairEnd end, ExecResult how) {
        return end.isUnreachable(how)
                ? new Outcome.Failed(Reason.UNREACHABLE, ToolFailure.describe(how), code(how))
                : ToolFailure.of("zfs list " + end.dataset(), how);
    }

    /** zfs send did not even say how much it would send. */
    static Outcome notSent(PairEnd source, ExecResult how, DatasetPulled partial) {
        String said = how instanceof ExecResult.Exited exited ? exited.errors() : "";
        if (said.contains("cannot resume send")) {
            return new Outcome.Failed(Reason.RESUME_TOKEN_DEAD, line(said), code(how), partial);
        }
        return source.isUnreachable(how)
                ? new Outcome.Failed(Reason.UNREACHABLE, ToolFailure.describe(how), code(how), partial)
                : new Outcome.Failed(Reason.TOOL_FAILED, "zfs send: " + ToolFailure.describe(how), code(how), partial);
    }

    static Outcome of(PairEnd source, PipelineResult moved, boolean cancelled, DatasetPulled partial) {
        String detail = Stream.of(
                        words(source.route() == null ? "zfs send" : "ssh", moved.from()),
                        words("zfs receive", moved.to()))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
        ExecResult culprit = moved.to().success().isPresent() ? moved.from() : moved.to();
        return new Outcome.Failed(cancelled ? Reason.CANCELLED : reason(moved), detail, code(culprit), partial);
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
