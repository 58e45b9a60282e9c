package org.openfoodfacts.brigade.confs.syncoid;

import java.util.List;

/** The team's own syncoid-args.conf: the pulls of the machine whose folder holds it. */
public record SyncoidArgs(List<Pull> pulls) {
    public SyncoidArgs {
        pulls = List.copyOf(pulls);
    }
}
