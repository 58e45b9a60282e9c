package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.deployer.domain.Input.Ending;
import org.openfoodfacts.brigade.deployer.domain.Phase.Cancel;
import org.openfoodfacts.brigade.deployer.domain.Phase.Commits;
import org.openfoodfacts.brigade.deployer.domain.Phase.Running;
import org.openfoodfacts.brigade.deployer.domain.Transition.Finished;

/**
 * A release on its way to a flavor, as a state machine: inspect, fetch, check out, build, verify, one command at a time. A step that does
 * not succeed is the last one; the end is told once and is final, whatever is reported later.
 */
public record Deployment(UUID id, Release release, Target target, Asked asked, Phase phase) {

    public static Transition start(UUID id, Release release, Target target, Asked asked) {
        Running running = new Running(Step.INSPECT, asked.at(), null, Commits.UNKNOWN, null);
        Deployment started = new Deployment(id, release, target, asked, running);
        var accepted = new DeployEvent.DeploymentAccepted(
                id, release.application(), release.flavor(), release.version(), target.node(), asked.by());
        return new Transition(started, started.commandOf(Step.INSPECT, Commits.UNKNOWN), List.of(accepted), null);
    }

    /** The same deployment after the command of a transition was sent under this id. */
    public Deployment awaiting(UUID command) {
        if (!(phase instanceof Running running)) {
            throw new IllegalStateException("deployment " + id + " is " + phase.state() + " and awaits no command");
        }
        return running.command() == null
                ? in(new Running(running.step(), running.since(), command, running.commits(), running.cancel()))
                : withCancel(running, new Cancel(running.cancel().by(), command));
    }

    /** True when this is the end of the command that decides about the next step. */
    public boolean isAwaiting(UUID command) {
        return phase instanceof Running running && command.equals(running.command());
    }

    public Transition apply(Input input, Instant now) {
        if (!(phase instanceof Running running)) {
            return Transition.nothing(this);
        }
        return switch (input) {
            case Input.CancelAsked asked
            when running.cancel() == null ->
                new Transition(
                        withCancel(running, new Cancel(asked.by(), null)),
                        new CancelCommand(running.command()),
                        List.of(),
                        null);
            case Input.CancelAsked again -> Transition.nothing(this);
            case Input.CommandSucceeded done when isAwaiting(done.command()) -> stepDone(running, done.result(), now);
            case Input.CommandNotSucceeded not when isAwaiting(not.command()) -> stepNotDone(running, not.why(), now);
            case Input.CommandSucceeded done
            when isCancel(running, done.command()) -> cancelAnswered(running, done.result(), now);
            case Input.CommandNotSucceeded not
            when isCancel(running, not.command()) ->
                not.ending() == Ending.SILENT
                        ? cancelled(running, "the node did not answer; what it still does is not known", now)
                        : new Transition(withCancel(running, null), null, List.of(), null);
            case Input.CommandSucceeded late -> Transition.nothing(this);
            case Input.CommandNotSucceeded late -> Transition.nothing(this);
        };
    }

    private Transition stepDone(Running running, CommandResult result, Instant now) {
        return switch (Judgement.of(running.step(), result, running.commits(), release.version())) {
            case Judgement.Stop stop -> stepNotDone(running, stop.detail(), now);
            case Judgement.Pass pass -> {
                Finished finished = new Finished(running.step(), now, true, pass.detail());
                yield running.step() == Step.VERIFY
                        ? succeeded(running, finished, pass.commits())
                        : goOn(running, finished, pass.commits());
            }
        };
    }

    private Transition goOn(Running running, Finished finished, Commits commits) {
        if (running.cancel() != null) {
            return cancelled(running, commits, finished, " after " + running.step());
        }
        Step next = after(running.step());
        Running after = new Running(next, finished.at(), null, commits, null);
        return new Transition(in(after), commandOf(next, commits), List.of(told(running, finished)), finished);
    }

    private Transition succeeded(Running running, Finished finished, Commits commits) {
        var event = new DeployEvent.DeploymentSucceeded(
                id, release.application(), release.flavor(), release.version(), commits.commit());
        Phase succeeded = new Phase.Succeeded(finished.at(), commits);
        return new Transition(in(succeeded), null, List.of(told(running, finished), event), finished);
    }

    private Transition stepNotDone(Running running, String why, Instant now) {
        if (running.cancel() != null) {
            return cancelled(running, why, now);
        }
        Phase failed = new Phase.Failed(now, running.step(), running.commits(), why);
        Finished finished = new Finished(running.step(), now, false, why);
        var event = new DeployEvent.DeploymentFailed(
                id,
                release.application(),
                release.flavor(),
                release.version(),
                running.step().name(),
                why);
        return new Transition(in(failed), null, List.of(told(running, finished), event), finished);
    }

    private Transition cancelAnswered(Running running, CommandResult result, Instant now) {
        boolean stopping = result instanceof CommandResult.CommandCancelled answer && answer.wasRunning();
        return stopping
                ? Transition.nothing(this)
                : cancelled(running, "the node runs no such command; how it ended is not known", now);
    }

    private Transition cancelled(Running running, String why, Instant now) {
        return cancelled(running, running.commits(), new Finished(running.step(), now, false, why), ": " + why);
    }

    private Transition cancelled(Running running, Commits commits, Finished finished, String how) {
        String by = running.cancel().by();
        String detail = "cancelled by " + by + how;
        var event = new DeployEvent.DeploymentCancelled(
                id,
                release.application(),
                release.flavor(),
                release.version(),
                running.step().name(),
                by,
                detail);
        Phase cancelled = new Phase.Cancelled(finished.at(), running.step(), commits, detail);
        return new Transition(in(cancelled), null, List.of(told(running, finished), event), finished);
    }

    private DeployEvent told(Running running, Finished finished) {
        Duration took = Duration.between(running.since(), finished.at());
        return new DeployEvent.DeploymentStepFinished(
                id, finished.step().name(), finished.succeeded(), took, finished.detail());
    }

    private Step after(Step step) {
        return switch (step) {
            case INSPECT -> Step.FETCH;
            case FETCH -> Step.CHECK_OUT;
            case CHECK_OUT -> target.build() == null ? Step.VERIFY : Step.BUILD;
            case BUILD -> Step.VERIFY;
            case VERIFY -> throw new IllegalStateException("nothing comes after " + step);
        };
    }

    private Command commandOf(Step step, Commits commits) {
        return switch (step) {
            case INSPECT -> new InspectCheckout(target.checkout());
            case FETCH -> new FetchRelease(target.checkout(), release.version());
            case CHECK_OUT ->
                new CheckOutRelease(target.checkout(), commits.head(), commits.commit(), release.version());
            case BUILD -> {
                Build build = target.build();
                yield new RunBuild(
                        target.checkout(), build.script(), build.arguments(), build.environment(), build.timeout());
            }
            case VERIFY -> new VerifyRelease(target.checkout(), commits.commit());
        };
    }

    private static boolean isCancel(Running running, UUID command) {
        return running.cancel() != null && command.equals(running.cancel().command());
    }

    private Deployment withCancel(Running running, Cancel cancel) {
        return in(new Running(running.step(), running.since(), running.command(), running.commits(), cancel));
    }

    private Deployment in(Phase newPhase) {
        return new Deployment(id, release, target, asked, newPhase);
    }
}
