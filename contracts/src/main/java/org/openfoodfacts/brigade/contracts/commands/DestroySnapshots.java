package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** Destroys snapshots of one dataset by name and guid. Precondition per snapshot: same guid, no hold, no clone; else all are refused. */
public record DestroySnapshots(@Required String dataset, List<SnapshotRef> snapshots, String reason)
        implements Command {
    public DestroySnapshots {
        snapshots = Copies.of(snapshots);
    }

    /** All of them as zfs takes them in one call, {@code dataset@a,b,c}: a comma cannot be part of a snapshot's name. */
    public String argument() {
        return argument(dataset, snapshots);
    }

    static String argument(String dataset, List<SnapshotRef> snapshots) {
        return snapshots.stream().map(SnapshotRef::name).collect(Collectors.joining(",", dataset + "@", ""));
    }

    public record SnapshotRef(
            @Required String name, @Required String guid) {}
}
