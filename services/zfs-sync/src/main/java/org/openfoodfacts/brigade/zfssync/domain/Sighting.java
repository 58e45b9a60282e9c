package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/** What the newest facts say about one snapshot. */
public sealed interface Sighting {
    /** A listing is believed about an absence only when it is this much newer than the snapshot, so that it cannot be one begun before. */
    Duration SETTLED = Duration.ofMinutes(1);

    /** {@code obstacle} is the hold, clone or copy that forbids to destroy it, null when nothing does. */
    record Present(String obstacle) implements Sighting {}

    record Absent() implements Sighting {}

    /** Another snapshot bears its name now. */
    record Replaced() implements Sighting {}

    /** Its dataset is not there, and its pool neither: that may come back, and the snapshot with it. */
    record Away() implements Sighting {}

    /** No listing is new enough to tell. */
    record Unknown() implements Sighting {}

    /**
     * @param there whether there is its dataset, or else at least its pool
     * @param listed the snapshot of that name in the newest listing of its dataset, null when it has none
     * @param listedAt when that listing was made, null when there never was one
     * @param copy with what, as {@code node:dataset}, it is the last snapshot in common as far as anybody knows; null for none
     */
    static Sighting of(ExpiringSnapshot.Ref ref, boolean there, Snapshot listed, Instant listedAt, String copy) {
        if (listed != null) {
            return listed.guid().equals(ref.guid()) ? new Present(obstacle(listed, copy)) : new Replaced();
        }
        if (!there) {
            return new Away();
        }
        boolean settled = listedAt != null && listedAt.isAfter(ref.creation().plus(SETTLED));
        if (settled) {
            return new Absent();
        }
        return copy == null ? new Unknown() : new Present(lastCommon(copy));
    }

    private static String obstacle(Snapshot listed, String copy) {
        if (!listed.holds().isEmpty()) {
            return "held by " + String.join(", ", listed.holds());
        }
        if (!listed.clones().isEmpty()) {
            return "origin of the clone " + String.join(", ", listed.clones());
        }
        return copy == null ? null : lastCommon(copy);
    }

    private static String lastCommon(String copy) {
        return "the last snapshot that it has in common with " + copy;
    }
}
