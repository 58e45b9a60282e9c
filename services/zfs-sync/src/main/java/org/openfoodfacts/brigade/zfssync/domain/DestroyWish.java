package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** Why somebody wants a dataset gone. */
public record DestroyWish(String reason) {

    /** Why it cannot be; empty when nothing is wrong with it. */
    public Optional<Objection> objection(String dataset) {
        if (!dataset.contains("/")) {
            return Optional.of(
                    new Objection("dataset", "'" + dataset + "' is a whole pool; that is for zpool destroy, by hand"));
        }
        return Reasons.objection(reason, "what is destroyed does not come back");
    }
}
