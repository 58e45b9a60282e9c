package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** The whole name, pool and all, that somebody wants a dataset to have. */
public record RenameWish(String to) {

    /** Why {@code dataset} cannot have it; empty when nothing is wrong with the name. */
    public Optional<Objection> objection(String dataset) {
        if (to == null) {
            return wrong("is missing; it is the whole new name, with the pool in front");
        }
        Optional<String> malformed = DatasetName.objection(to);
        if (malformed.isPresent()) {
            return wrong(malformed.get());
        }
        String pool = DatasetName.pool(dataset);
        if (!dataset.contains("/") || !to.startsWith(pool + "/")) {
            return wrong("must be another name in the pool " + pool + "; ZFS renames neither pools nor across pools");
        }
        return DatasetName.isAtOrBelow(to, dataset)
                ? wrong("must be neither " + dataset + " itself nor below it")
                : Optional.empty();
    }

    public String parent() {
        return to.substring(0, to.lastIndexOf('/'));
    }

    /** What is at or below the dataset is called afterwards. */
    String nameOf(String name, String dataset) {
        return to + name.substring(dataset.length());
    }

    private static Optional<Objection> wrong(String detail) {
        return Optional.of(new Objection("to", detail));
    }
}
