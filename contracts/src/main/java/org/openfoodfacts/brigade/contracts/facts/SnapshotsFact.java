package org.openfoodfacts.brigade.contracts.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** All snapshots and bookmarks of one dataset, oldest first. One record per dataset, so no record outgrows a Kafka message. */
public record SnapshotsFact(@Required String dataset, List<Snapshot> snapshots, List<Bookmark> bookmarks)
        implements Fact {
    public SnapshotsFact {
        snapshots = Copies.of(snapshots);
        bookmarks = Copies.of(bookmarks);
    }

    @Override
    public String part() {
        return dataset;
    }

    /**
     * {@code name} is the part behind the {@code @}; {@code guid} a 64-bit unsigned number in decimal; {@code usedBytes} what destroying
     * this one alone would give back; {@code expiry} is set on snapshots that Brigade took by hand; {@code writtenBytes} is what was written
     * since the snapshot before it, null when the agent is too old to tell.
     */
    public record Snapshot(
            @Required String name,
            @Required String guid,
            long createTxg,
            @Required Instant creation,
            long usedBytes,
            List<String> holds,
            List<String> clones,
            Expiry expiry,
            @JsonInclude(JsonInclude.Include.NON_NULL) Long writtenBytes) {
        public Snapshot {
            holds = Copies.of(holds);
            clones = Copies.of(clones);
        }

        public Snapshot(
                String name,
                String guid,
                long createTxg,
                Instant creation,
                long usedBytes,
                List<String> holds,
                List<String> clones,
                Expiry expiry) {
            this(name, guid, createTxg, creation, usedBytes, holds, clones, expiry, null);
        }

        public Snapshot withHolds(List<String> tags) {
            return new Snapshot(name, guid, createTxg, creation, usedBytes, tags, clones, expiry, writtenBytes);
        }
    }

    /** Why a snapshot was taken by hand and when it may go; kept in the snapshot's user properties. */
    public record Expiry(String reason, Instant expiresAt) {}

    /** {@code name} is the part behind the {@code #}. */
    public record Bookmark(@Required String name, @Required String guid, long createTxg, Instant creation) {}
}
