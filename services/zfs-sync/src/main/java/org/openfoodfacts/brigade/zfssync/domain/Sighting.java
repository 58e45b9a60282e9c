package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/** What the newest facts say about one snapshot. */
public sealed interface Sighting {
    /** A listing is believed about an absence only when it is this much newer than the snapshot, so that it cannot be one begun before. */
    Duration SETTLED = Duration.ofMinutes(1);

    /** {@code obstacle} is the hold or clone that forbids to destroy it, null when nothing does. */
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
     */
    static Sighting of(ExpiringSnapshot.Ref ref, boolean there, Snapshot listed, Instant listedAt) {
        if (listed != null) {
            return listed.guid().equals(ref.guid()) ? new Present(obstacle(listed)) : new Replaced();
        }
        if (!there) {
            return new Away();
        }
        boolean settled = listedAt != null && listedAt.isAfter(ref.creation().plus(SETTLED));
        return settled ? new Absent() : new Unknown();
    }

    private static String obstacle(Snapshot listed) {
        if (!listed.holds().isEmpty()) {
            return "held by " + String.join(", ", listed.holds());
        }
        return listed.clones().isEmpty() ? null : "origin of the clone " + String.join(", ", listed.clones());
    }
}
