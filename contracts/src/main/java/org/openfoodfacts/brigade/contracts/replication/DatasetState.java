package org.openfoodfacts.brigade.contracts.replication;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * One end of a pair as it was found. {@code resumeToken} is null unless a cut receive may be resumed here; {@code writtenBytes} is what was
 * written since its newest snapshot; both matter at a target only.
 */
public record DatasetState(
        boolean exists,
        List<Snapshot> snapshots,
        List<Bookmark> bookmarks,
        String resumeToken,
        long writtenBytes,
        boolean encrypted) {
    public static final DatasetState MISSING = new DatasetState(false, List.of(), List.of(), null, 0, false);

    public DatasetState {
        snapshots = Copies.of(snapshots);
        bookmarks = Copies.of(bookmarks);
    }

    /** A dataset that nobody wrote to and into which no receive was cut. */
    public static DatasetState of(List<Snapshot> snapshots, List<Bookmark> bookmarks) {
        return new DatasetState(true, snapshots, bookmarks, null, 0, false);
    }
}
