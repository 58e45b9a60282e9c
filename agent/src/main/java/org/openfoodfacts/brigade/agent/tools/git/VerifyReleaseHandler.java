package org.openfoodfacts.brigade.agent.tools.git;

import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
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
        GitCheckout checkout = GitCheckout.of(command.checkout(), execution.machine());
        Optional<Outcome> objection = checkout.objection();
        if (objection.isPresent()) {
            return objection.get();
        }
        ToolLines listed = checkout.status();
        if (!listed.succeeded()) {
            return ToolFailure.of("git status in " + checkout.path(), listed.end());
        }
        GitStatus status = GitStatus.parse(listed.lines());
        if (!command.commit().equals(status.head())) {
            return ToolFailure.unexpected("HEAD is " + status.head() + ", not " + command.commit());
        }
        return status.changed().isEmpty()
                ? new Outcome.Done(new ReleaseVerified(status.head()))
                : ToolFailure.unexpected("tracked files differ from " + command.commit() + ": "
                        + String.join(", ", status.changed().stream().limit(10).toList()));
    }
}
