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
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseFetched;

/**
 * Fetches one tag from the declared repository and nothing else. Precondition: the checkout's {@code origin} is that repository. A tag
 * that the checkout has already under another commit is not moved.
 */
public final class FetchReleaseHandler implements CommandHandler<FetchRelease> {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Override
    public Class<FetchRelease> type() {
        return FetchRelease.class;
    }

    @Override
    public Outcome handle(FetchRelease command, Execution execution) {
        if (!GitNames.isTag(command.tag())) {
            return ToolFailure.malformed("tag: '" + command.tag() + "' is not a tag name");
        }
        GitCheckout checkout = GitCheckout.of(command.checkout(), execution.machine());
        return checkout.objection()
                .or(() -> otherOrigin(checkout, command.checkout().repository()))
                .orElseGet(() -> fetch(checkout, command, execution));
    }

    private static Optional<Outcome> otherOrigin(GitCheckout checkout, String repository) {
        ToolLines origin = checkout.lines("config", "--local", "--get", "remote.origin.url");
        if (!origin.succeeded() && !(origin.end() instanceof ExecResult.Exited)) {
            return Optional.of(ToolFailure.of("git config in " + checkout.path(), origin.end()));
        }
        String url = origin.lines().isEmpty() ? "" : origin.lines().getFirst();
        return url.equals(repository)
                ? Optional.empty()
                : Optional.of(ToolFailure.precondition("origin of " + checkout.path() + " is '" + url
                        + "', not the declared repository '" + repository + "'"));
    }

    private static Outcome fetch(GitCheckout checkout, FetchRelease command, Execution execution) {
        String ref = "refs/tags/" + command.tag();
        Invocation fetch = checkout.git(
                        "fetch",
                        "--no-tags",
                        "--no-recurse-submodules",
                        "--no-write-fetch-head",
                        "--",
                        command.checkout().repository(),
                        ref + ":" + ref)
                .within(PATIENCE);
        ExecResult fetched = execution.machine().exec().run(fetch, execution.output(), execution.cancellation());
        if (fetched.success().isEmpty()) {
            return ToolFailure.of("git fetch of tag " + command.tag(), fetched);
        }
        return checkout.commitOf(command.tag())
                .<Outcome>map(commit -> new Outcome.Done(new ReleaseFetched(command.tag(), commit)))
                .orElseGet(() -> ToolFailure.unexpected("tag " + command.tag() + " was fetched but names no commit"));
    }
}
