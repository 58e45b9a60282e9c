package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.MountedAgain;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;

/** Gives a dataset another name; one that has it already is done. */
public final class RenameDatasetHandler implements CommandHandler<RenameDataset> {
    @Override
    public Class<RenameDataset> type() {
        return RenameDataset.class;
    }

    @Override
    public Outcome handle(RenameDataset command, Execution execution) {
        return malformed(command)
                .map(ToolFailure::malformed)
                .orElseGet(() -> new TreeRenaming(command, execution.commandId(), execution.machine()).run());
    }

    @Override
    public List<String> recover(UUID command, Machine machine) {
        return new MountedAgain(machine, command).recover();
    }

    private static Optional<String> malformed(RenameDataset command) {
        if (!ZfsNames.isDataset(command.dataset())) {
            return Optional.of("dataset: '" + command.dataset() + "' is not a dataset name");
        }
        if (!ZfsNames.isDataset(command.to())) {
            return Optional.of("to: '" + command.to() + "' is not a dataset name");
        }
        String pool = ZfsNames.pool(command.dataset());
        return command.dataset().contains("/") && command.to().startsWith(pool + "/")
                ? Optional.empty()
                : Optional.of("to: '" + command.to() + "' is not in the pool of " + command.dataset());
    }
}
