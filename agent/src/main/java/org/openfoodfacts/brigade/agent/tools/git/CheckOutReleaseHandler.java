package org.openfoodfacts.brigade.agent.tools.git;

import java.time.Duration;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseCheckedOut;

/** Checks out a commit, detached. Preconditions: HEAD is where the deployer saw it, nothing is dirty, and the tag names this commit. */
public final class CheckOutReleaseHandler implements CommandHandler<CheckOutRelease> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SHOWN_FILES = 10;

    @Override
    public Class<CheckOutRelease> type() {
        return CheckOutRelease.class;
    }

    @Override
    public Outcome handle(CheckOutRelease command, Execution execution) {
        if (!GitNames.isCommit(command.commit())) {
            return ToolFailure.malformed("commit: '" + command.commit() + "' is not a full object name");
        }
        if (!GitNames.isTag(command.tag())) {
            return ToolFailure.malformed("tag: '" + command.tag() + "' is not a tag name");
        }
        GitCheckout checkout = GitCheckout.of(command.checkout(), execution.machine());
        return checkout.objection()
                .or(() -> changedSince(checkout, command.expectedHead()))
                .or(() -> otherCommit(checkout, command))
                .orElseGet(() -> checkOut(checkout, command, execution));
    }

    private static Optional<Outcome> changedSince(GitCheckout checkout, String expectedHead) {
        ToolLines listed = checkout.status();
        if (!listed.succeeded()) {
            return Optional.of(ToolFailure.of("git status in " + checkout.path(), listed.end()));
        }
        GitStatus status = GitStatus.parse(listed.lines());
        if (status.head() == null || !status.head().equals(expectedHead)) {
            return Optional.of(ToolFailure.precondition(
                    "HEAD of " + checkout.path() + " is " + status.head() + ", not the expected " + expectedHead));
        }
        return status.dirtyFiles().isEmpty()
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition(checkout.path() + " is not clean: "
                        + String.join(
                                ", ",
                                status.dirtyFiles().stream().limit(SHOWN_FILES).toList())));
    }

    private static Optional<Outcome> otherCommit(GitCheckout checkout, CheckOutRelease command) {
        String named = checkout.commitOf(command.tag()).orElse("none");
        return named.equals(command.commit())
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition(
                        "tag " + command.tag() + " names commit " + named + ", not " + command.commit()));
    }

    private static Outcome checkOut(GitCheckout checkout, CheckOutRelease command, Execution execution) {
        Invocation invocation = checkout.git(
                        "-c",
                        "advice.detachedHead=false",
                        "checkout",
                        "--detach",
                        "--no-recurse-submodules",
                        command.commit())
                .within(PATIENCE);
        ExecResult result = execution.machine().exec().run(invocation, execution.output(), execution.cancellation());
        if (result.success().isEmpty()) {
            return ToolFailure.of("git checkout of " + command.tag(), result);
        }
        String head = GitStatus.parse(checkout.status().lines()).head();
        return command.commit().equals(head)
                ? new Outcome.Done(new ReleaseCheckedOut(command.expectedHead(), head))
                : ToolFailure.unexpected("git checked out " + command.commit() + " but HEAD is " + head);
    }
}
