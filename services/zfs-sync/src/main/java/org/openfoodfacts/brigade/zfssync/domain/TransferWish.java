package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** The copy {@code dataset} on {@code node} is to be brought up to date now, with {@code recursive} all below it too; never null afterwards. */
public record TransferWish(String node, String dataset, Boolean recursive) {
    public TransferWish {
        recursive = Boolean.TRUE.equals(recursive);
    }

    /** The first field that is missing or cannot be; empty when the wish is of the right form. */
    public Optional<Objection> objection() {
        if (!NodeName.isValid(node)) {
            return Optional.of(new Objection("node", "must be the machine that has the copy; GET pairs lists them"));
        }
        return dataset == null
                ? Optional.of(new Objection("dataset", "is missing; GET pairs lists what is copied where"))
                : DatasetName.objection(dataset).map(why -> new Objection("dataset", why));
    }

    public boolean isAbout(Pair pair) {
        String name = pair.target().dataset();
        return node.equals(pair.target().node())
                && (recursive ? DatasetName.isAtOrBelow(name, dataset) : name.equals(dataset));
    }
}
