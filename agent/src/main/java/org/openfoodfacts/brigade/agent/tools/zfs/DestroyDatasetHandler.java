package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.MountedAgain;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;

/** Destroys a dataset with all below it; never a pool. */
public final class DestroyDatasetHandler implements CommandHandler<DestroyDataset> {
    @Override
    public Class<DestroyDataset> type() {
        return DestroyDataset.class;
    }

    @Override
    public Outcome handle(DestroyDataset command, Execution execution) {
        if (!ZfsNames.isDataset(command.dataset()) || !command.dataset().contains("/")) {
            return ToolFailure.malformed("dataset: '" + command.dataset() + "' is not a dataset below a pool");
        }
        return new TreeDestruction(command, execution.commandId(), execution.machine()).run();
    }

    @Override
    public List<String> recover(UUID command, Machine machine) {
        return new MountedAgain(machine, command).recover();
    }
}
