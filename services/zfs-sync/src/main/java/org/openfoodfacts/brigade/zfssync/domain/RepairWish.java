package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** The approval of one plan, by its digest, for the copy {@code dataset} on {@code node}. */
public record RepairWish(String node, String dataset, String plan) {

    /** The first field that is missing or cannot be; empty when the wish is of the right form. */
    public Optional<Objection> objection() {
        if (!NodeName.isValid(node)) {
            return Optional.of(
                    new Objection("node", "must be the machine that has the copy; GET repairs/plans lists them"));
        }
        if (dataset == null) {
            return Optional.of(new Objection("dataset", "is missing; GET repairs/plans lists what can be repaired"));
        }
        return plan == null || plan.isBlank()
                ? Optional.of(new Objection(
                        "plan", "is missing; GET repairs/plans?node=" + node + " shows what it would do, and its name"))
                : DatasetName.objection(dataset).map(why -> new Objection("dataset", why));
    }
}
