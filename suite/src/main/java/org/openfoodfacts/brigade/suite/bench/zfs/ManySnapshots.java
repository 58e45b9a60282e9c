package org.openfoodfacts.brigade.suite.bench.zfs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.snapshots.Retention;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/** Datasets with 5,000 hourly snapshots each, of which 3,000 are to stay; and what that means to sanoid. */
final class ManySnapshots {
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
    static final int OF_EACH = 5_000;
    static final int KEPT = 3_000;
    static final SnapshotPolicy POLICY =
            new SnapshotPolicy(false, false, true, 0, new Counts(0, KEPT, 0, 0, 0, 0), Times.USUAL);

    private ManySnapshots() {}

    /** The section of sanoid.conf for a dataset and all below it. */
    static String sanoidConf(String dataset) {
        return """
                [%s]
                use_template = worn
                recursive = yes
                [template_worn]
                frequently = 0
                hourly = %d
                daily = 0
                weekly = 0
                monthly = 0
                yearly = 0
                autosnap = no
                autoprune = yes
                """.formatted(dataset, KEPT);
    }

    /** So many in all. */
    static List<List<Snapshot>> make(int snapshots) {
        List<List<Snapshot>> datasets = new ArrayList<>();
        for (int first = 0; first < snapshots; first += OF_EACH) {
            datasets.add(dataset());
        }
        return datasets;
    }

    /** How many of them the policy would destroy now. */
    static int plan(List<List<Snapshot>> datasets) {
        int destroyed = 0;
        for (List<Snapshot> snapshots : datasets) {
            destroyed += Retention.plan(POLICY, snapshots, List.of(), 0, NOW)
                    .destroy()
                    .size();
        }
        return destroyed;
    }

    private static List<Snapshot> dataset() {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < OF_EACH; i++) {
            Instant creation = NOW.minusSeconds(3600L * (OF_EACH - i));
            snapshots.add(new Snapshot(
                    "autosnap_" + creation + "_hourly", String.valueOf(i), i, creation, 0, null, null, null));
        }
        return snapshots;
    }
}
