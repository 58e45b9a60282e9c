package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/**
 * What zfs says of some snapshots of a dataset: by the name behind the {@code @}, the fields name, guid, userrefs and clones of those that are there.
 * {@code failure} is null unless zfs could not be asked.
 */
record NamedSnapshots(Map<String, String[]> fields, Outcome failure) {
    /** The kernel takes 2 MiB of arguments; a snapshot's full name has at most 255 bytes. */
    private static final int NAMES_PER_CALL = 4000;

    static NamedSnapshots of(Exec exec, String dataset, List<SnapshotRef> snapshots) {
        Map<String, String[]> fields = new HashMap<>();
        for (int start = 0; start < snapshots.size(); start += NAMES_PER_CALL) {
            int end = Math.min(start + NAMES_PER_CALL, snapshots.size());
            ToolLines listed = list(exec, dataset, snapshots.subList(start, end));
            if (!listed.succeeded() && !listed.lacksSome()) {
                return new NamedSnapshots(Map.of(), ToolFailure.of("zfs list " + dataset, listed.end()));
            }
            for (String line : listed.lines()) {
                String[] columns = line.split("\t", -1);
                fields.put(columns[0].substring(columns[0].indexOf('@') + 1), columns);
            }
        }
        return new NamedSnapshots(fields, null);
    }

    private static ToolLines list(Exec exec, String dataset, List<SnapshotRef> snapshots) {
        List<String> argv =
                new ArrayList<>(List.of("zfs", "list", "-Hp", "-t", "snapshot", "-o", "name,guid,userrefs,clones"));
        snapshots.forEach(snapshot -> argv.add(dataset + "@" + snapshot.name()));
        return ToolLines.of(exec, Invocation.of(argv.toArray(String[]::new)).within(SnapshotDestruction.PATIENCE));
    }
}
