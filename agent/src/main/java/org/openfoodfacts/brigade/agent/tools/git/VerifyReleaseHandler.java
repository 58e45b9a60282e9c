package org.openfoodfacts.brigade.agent.tools.git;

import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseVerified;

/** Fails unless HEAD is the commit and every tracked file is as that commit has it. Files the build made beside them are its own business. */
public final class VerifyReleaseHandler implements CommandHandler<VerifyRelease> {
    @Override
    public Class<VerifyRelease> type() {
        return VerifyRelease.class;
    }

    @Override
    public Outcome handle(VerifyRelease command, Execution execution) {
        return GitCheckout.of(command.checkout(), execution.machine())
                .look(status -> verdict(command.commit(), status));
    }

    private static Outcome verdict(String commit, GitStatus status) {
        if (!commit.equals(status.head())) {
            return ToolFailure.unexpected("HEAD is " + status.head() + ", not " + commit);
        }
        return status.changed().isEmpty()
                ? new Outcome.Done(new ReleaseVerified(status.head()))
                : ToolFailure.unexpected("tracked files differ from " + commit + ": "
                        + String.join(", ", status.changed().stream().limit(10).toList()));
    }
}
