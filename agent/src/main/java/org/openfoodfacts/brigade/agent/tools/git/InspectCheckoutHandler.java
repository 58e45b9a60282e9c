package org.openfoodfacts.brigade.agent.tools.git;

import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.FirstOf;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.CheckoutInspected;

/** Says what HEAD is and which files are not as HEAD has them, untracked ones included. */
public final class InspectCheckoutHandler implements CommandHandler<InspectCheckout> {
    @Override
    public Class<InspectCheckout> type() {
        return InspectCheckout.class;
    }

    @Override
    public Outcome handle(InspectCheckout command, Execution execution) {
        GitCheckout checkout = GitCheckout.of(command.checkout(), execution.machine());
        return checkout.look(status -> status.head() == null
                ? ToolFailure.precondition(checkout.path() + " has no commit yet")
                : new Outcome.Done(new CheckoutInspected(
                        status.head(), checkout.tagAtHead().orElse(null), FirstOf.all(status.dirtyFiles()))));
    }
}
