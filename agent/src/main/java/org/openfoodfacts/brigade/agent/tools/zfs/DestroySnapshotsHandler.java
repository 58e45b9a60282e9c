package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/** Destroys exactly the named snapshots or none, see {@link SnapshotDestruction}. */
public final class DestroySnapshotsHandler implements CommandHandler<DestroySnapshots> {
    /** The kernel takes 128 KiB per argument. */
    private static final int LONGEST_ARGUMENT = 100_000;

    @Override
    public Class<DestroySnapshots> type() {
        return DestroySnapshots.class;
    }

    @Override
    public Outcome handle(DestroySnapshots command, Execution execution) {
        Optional<String> malformed = malformed(command.dataset(), command.snapshots());
        if (malformed.isPresent()) {
            return ToolFailure.malformed(malformed.get());
        }
        return new SnapshotDestruction(execution.machine().exec(), execution.output(), execution.cancellation())
                .destroy(command);
    }

    /** Of names that zfs is given in one argument, {@code dataset@a,b,c}. */
    static Optional<String> malformed(String dataset, List<SnapshotRef> snapshots) {
        if (!ZfsNames.isDataset(dataset)) {
            return Optional.of("dataset: '" + dataset + "' is not a dataset name");
        }
        if (snapshots.isEmpty()) {
            return Optional.of("snapshots: none is named");
        }
        int length = dataset.length();
        Set<String> names = new HashSet<>();
        for (SnapshotRef snapshot : snapshots) {
            if (!ZfsNames.isSnapshot(snapshot.name()) || !names.add(snapshot.name())) {
                return Optional.of("snapshots: '" + snapshot.name() + "' is not a snapshot name, or stands twice");
            }
            length += snapshot.name().length() + 1;
        }
        return length > LONGEST_ARGUMENT
                ? Optional.of("snapshots: too many for one command, ask in parts")
                : Optional.empty();
    }
}
