package org.openfoodfacts.brigade.zfssync;

import org.openfoodfacts.brigade.contracts.events.ZfsEvent;

/** What events are about: {@code node/dataset@snapshot}, {@code node/dataset} where no one snapshot is meant, {@code node/pool}, {@code node/} and a disk's serial number, {@code node/} and the name of a set of clones; so that the history of one stays in order. */
final class Subjects {
    private Subjects() {}

    static String of(ZfsEvent event) {
        return switch (event) {
            case ZfsEvent.SnapshotTaken e -> subject(e.node(), e.dataset(), e.snapshot());
            case ZfsEvent.SnapshotFailed e -> subject(e.node(), e.dataset(), e.snapshot());
            case ZfsEvent.SnapshotDestroyed e -> subject(e.node(), e.dataset(), e.snapshot());
            case ZfsEvent.SnapshotDestroyFailed e -> subject(e.node(), e.dataset(), e.snapshot());
            case ZfsEvent.DatasetRenamed e -> e.node() + "/" + e.dataset();
            case ZfsEvent.DatasetDestroyed e -> e.node() + "/" + e.dataset();
            case ZfsEvent.PolicyFailed e -> e.node() + "/" + e.dataset();
            case ZfsEvent.PolicyRecovered e -> e.node() + "/" + e.dataset();
            case ZfsEvent.OfCopy e -> e.copy().node() + "/" + e.copy().dataset();
            case ZfsEvent.ClonesRefreshed e -> e.node() + "/" + e.clones();
            case ZfsEvent.ClonesRefreshFailed e -> e.node() + "/" + e.clones();
            case ZfsEvent.PoolChanged e -> e.node() + "/" + e.pool();
            case ZfsEvent.DiskChanged e ->
                e.node() + "/"
                        + (e.disk().serial() == null
                                ? e.disk().device()
                                : e.disk().serial());
        };
    }

    private static String subject(String node, String dataset, String snapshot) {
        return node + "/" + dataset + "@" + snapshot;
    }
}
