package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/**
 * Takes a dataset back to one of its snapshots: what was written since is lost, and the snapshots taken since are destroyed. Precondition: no
 * other snapshot than those of {@code beyond} is newer, and no bookmark, none of them has a hold or a clone, and all that would be lost is at most
 * {@code mostLostBytes}, by zfs' own {@code written}.
 */
public record RollBackDataset(
        @Required String dataset, @Required SnapshotRef to, List<SnapshotRef> beyond, long mostLostBytes)
        implements Command {
    public RollBackDataset {
        beyond = Copies.of(beyond);
    }
}
