package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;

/** What became of a wish to have copies brought up to date. */
public sealed interface TransferStart {

    /** One per copy; those that were open already among them. */
    record Started(List<Transfer> transfers) implements TransferStart {
        public Started {
            transfers = List.copyOf(transfers);
        }
    }

    record Refused(SnapshotWish.Objection objection) implements TransferStart {}
}
