package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * A finding as it was last stored.
 *
 * @param since when a finding of this kind was first seen
 * @param open what an event has told of and none has called over, maybe a finding of another kind that stood before; null for none
 */
public record FindingRecord(Pair.Key key, Finding finding, Instant since, Finding open) {
    /** Whether an event has told of what is found. */
    public boolean told() {
        return open != null && open.kind() == finding.kind();
    }

    /** Whether what is found has been seen for so long that it is no half of what the facts tell one after the other. */
    public boolean hasStood(Duration patience, Instant now) {
        return Pause.hasPassed(patience, since, now);
    }
}
