package org.openfoodfacts.brigade.suite.sanoid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** One dataset of a case with its policy, and its snapshots as they become from step to step. */
final class Dataset {
    final String name;
    final SnapshotPolicy policy;
    final List<Snapshot> snapshots = new ArrayList<>();

    Dataset(String name, SnapshotPolicy policy) {
        this.name = name;
        this.policy = policy;
    }

    boolean has(String snapshot) {
        return snapshots.stream().anyMatch(s -> s.name().equals(snapshot));
    }

    void add(String snapshot, Instant creation) {
        String guid = name + "@" + snapshot;
        snapshots.add(new Snapshot(snapshot, guid, 0, creation, 0, List.of(), List.of(), null));
    }

    void remove(String snapshot) {
        snapshots.removeIf(s -> s.name().equals(snapshot));
    }
}
