package org.openfoodfacts.brigade.contracts.snapshots;

import java.util.List;

/**
 * A snapshot to take now. {@code names} are tried in order, the second only where the first is there already: in the hour that comes twice
 * when summer time ends, sanoid puts {@code dst} between time and kind.
 */
public record DueSnapshot(SnapshotKind kind, List<String> names) {
    public DueSnapshot {
        names = List.copyOf(names);
    }
}
