package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * What is done with one dataset's snapshots, and by whom. {@code line} is that of the section of {@code file} that applies last.
 * {@code objection} says why what is declared cannot be followed, null when it can; {@code policy} is then what was ordered before, null without that.
 */
public record DatasetPolicy(
        Place place, Mode mode, SnapshotPolicy policy, String objection, List<Protection> protections, String keepAll) {
    public DatasetPolicy {
        protections = List.copyOf(protections);
    }

    public record Place(String node, String dataset, String file, int line) {}

    public enum Mode {
        /** sanoid works on; Brigade looks. */
        OBSERVE,
        /** The node's agent takes and destroys by the same policy. */
        MANAGE
    }

    boolean isFollowed() {
        return mode == Mode.MANAGE && policy != null;
    }

    ManagedDataset managed() {
        return new ManagedDataset(place.dataset(), policy, protections, keepAll);
    }
}
