package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/**
 * What the end of these snapshots of one dataset would free, all together; none is destroyed. What several share is in no single one's {@code used}.
 * Precondition per snapshot: same guid.
 */
public record MeasureSnapshots(@Required String dataset, List<SnapshotRef> snapshots) implements Command {
    public MeasureSnapshots {
        snapshots = Copies.of(snapshots);
    }

    /** As {@link DestroySnapshots#argument()}. */
    public String argument() {
        return DestroySnapshots.argument(dataset, snapshots);
    }
}
