package org.openfoodfacts.brigade.contracts.orders;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * The agent takes and destroys the snapshots of these datasets by its own clock, and of no others. {@code zone} (a tz database name) is the
 * one whose wall clock the policies' times and the snapshots' names mean.
 */
public record FollowPolicies(long generation, @Required String zone, List<ManagedDataset> datasets) implements Order {
    public FollowPolicies {
        datasets = Copies.of(datasets);
    }

    /**
     * {@code protections} are what this machine cannot see: the snapshots that other machines' copies go on from. {@code keepAll} says why
     * nothing is destroyed for the time being; null when the policy decides.
     */
    public record ManagedDataset(
            @Required String dataset, @Required SnapshotPolicy policy, List<Protection> protections, String keepAll) {
        public ManagedDataset {
            protections = Copies.of(protections);
        }
    }
}
