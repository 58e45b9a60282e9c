package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** Destroys snapshots of one dataset by name and guid. Precondition per snapshot: same guid, no hold, no clone; else all are refused. */
public record DestroySnapshots(@Required String dataset, List<SnapshotRef> snapshots, String reason)
        implements Command {
    public DestroySnapshots {
        snapshots = Copies.of(snapshots);
    }

    public record SnapshotRef(
            @Required String name, @Required String guid) {}
}
