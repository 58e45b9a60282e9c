package org.openfoodfacts.brigade.agent.tools.zfs;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsMeasured;

/** Asks zfs what the end of some snapshots would free, all together, and destroys none. A hold does not change what that would be. */
public final class MeasureSnapshotsHandler implements CommandHandler<MeasureSnapshots> {
    @Override
    public Class<MeasureSnapshots> type() {
        return MeasureSnapshots.class;
    }

    @Override
    public Outcome handle(MeasureSnapshots command, Execution execution) {
        return DestroySnapshotsHandler.malformed(command.dataset(), command.snapshots())
                .map(ToolFailure::malformed)
                .orElseGet(() -> measure(command, execution.machine().exec()));
    }

    private static Outcome measure(MeasureSnapshots command, Exec exec) {
        NamedSnapshots present = NamedSnapshots.of(exec, command.dataset(), command.snapshots());
        if (present.failure() != null) {
            return present.failure();
        }
        String others = others(command, present.fields());
        if (!others.isEmpty()) {
            return ToolFailure.precondition("gone, or another of that name: " + others);
        }
        ForetoldDestruction foretold = ForetoldDestruction.of(exec, command.argument());
        return foretold.end().success().isEmpty()
                ? ToolFailure.of("zfs destroy -n", foretold.end())
                : new Outcome.Done(new SnapshotsMeasured(
                        command.dataset(),
                        command.snapshots().stream().map(SnapshotRef::name).toList(),
                        foretold.reclaimBytes()));
    }

    private static String others(MeasureSnapshots command, Map<String, String[]> present) {
        return command.snapshots().stream()
                .filter(snapshot -> !present.containsKey(snapshot.name())
                        || !present.get(snapshot.name())[1].equals(snapshot.guid()))
                .map(snapshot -> command.dataset() + "@" + snapshot.name())
                .collect(joining(", "));
    }
}
