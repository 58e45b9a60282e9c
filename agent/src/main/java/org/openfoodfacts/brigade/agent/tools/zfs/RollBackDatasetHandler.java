package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;

/** Takes a dataset back to a snapshot, when nothing is lost by it that was not approved; see {@link RollBack}. */
public final class RollBackDatasetHandler implements CommandHandler<RollBackDataset> {
    @Override
    public Class<RollBackDataset> type() {
        return RollBackDataset.class;
    }

    @Override
    public Outcome handle(RollBackDataset command, Execution execution) {
        return malformed(command)
                .map(ToolFailure::malformed)
                .orElseGet(() -> new RollBack(command, execution.machine().exec()).run());
    }

    private static Optional<String> malformed(RollBackDataset command) {
        if (!ZfsNames.isDataset(command.dataset())) {
            return Optional.of("dataset: '" + command.dataset() + "' is not a dataset name");
        }
        if (command.mostLostBytes() < 0) {
            return Optional.of("mostLostBytes: " + command.mostLostBytes() + " is negative");
        }
        return Stream.concat(Stream.of(command.to()), command.beyond().stream())
                .filter(snapshot -> !ZfsNames.isSnapshot(snapshot.name()))
                .findFirst()
                .map(snapshot -> "snapshot '" + snapshot.name() + "' is not a snapshot name");
    }
}
