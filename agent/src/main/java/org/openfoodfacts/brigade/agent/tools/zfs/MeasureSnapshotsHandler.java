package org.openfoodfacts.brigade.agent.tools.zfs;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
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
        List<String> words = new ArrayList<>(List.of("zfs", "list", "-Hp", "-t", "snapshot", "-o", "name,guid"));
        command.snapshots().forEach(snapshot -> words.add(command.dataset() + "@" + snapshot.name()));
        ToolLines listed =
                ToolLines.of(exec, Invocation.of(words.toArray(String[]::new)).within(SnapshotDestruction.PATIENCE));
        Optional<String> other = missing(command, listed);
        if (other.isPresent()) {
            return ToolFailure.precondition(other.get());
        }
        ForetoldDestruction foretold = ForetoldDestruction.of(
                exec, new DestroySnapshots(command.dataset(), command.snapshots(), "").argument());
        return foretold.end().success().isEmpty()
                ? ToolFailure.of("zfs destroy -n", foretold.end())
                : new Outcome.Done(new SnapshotsMeasured(
                        command.dataset(),
                        command.snapshots().stream().map(SnapshotRef::name).toList(),
                        foretold.reclaimBytes()));
    }

    /** Of several names zfs lists those that are there. */
    private static Optional<String> missing(MeasureSnapshots command, ToolLines listed) {
        Map<String, String> guids = new HashMap<>();
        listed.lines().stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2)
                .forEach(fields -> guids.put(fields[0], fields[1]));
        String others = command.snapshots().stream()
                .filter(snapshot -> !snapshot.guid().equals(guids.get(command.dataset() + "@" + snapshot.name())))
                .map(snapshot -> command.dataset() + "@" + snapshot.name())
                .collect(joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of("gone, or another of that name: " + others);
    }
}
