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

    /** What is left when a cut receive is forgotten; without a snapshot that is nothing. */
    public DatasetState withoutPartial() {
        return snapshots.isEmpty()
                ? MISSING
                : new DatasetState(true, snapshots, bookmarks, null, writtenBytes, encrypted);
    }

    /** Without the snapshots that are younger than this transaction group. */
    public DatasetState upTo(long createTxg) {
        List<Snapshot> older = snapshots.stream()
                .filter(snapshot -> snapshot.createTxg() <= createTxg)
                .toList();
        return new DatasetState(exists, older, bookmarks, resumeToken, writtenBytes, encrypted);
    }

    /** A dataset that nobody wrote to and into which no receive was cut. */
    public static DatasetState of(List<Snapshot> snapshots, List<Bookmark> bookmarks) {
        return new DatasetState(true, snapshots, bookmarks, null, 0, false);
    }
}
