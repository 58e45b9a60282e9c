package org.openfoodfacts.brigade.suite.simulation;

import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** What everything takes and what is left, in bytes; what trees take is summed once, for one command: nothing may change meanwhile. */
final class ZfsSpace {
    private final ZfsCatalogue catalogue;
    private final Map<String, Long> trees = new HashMap<>();

    ZfsSpace(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** By the dataset, its snapshots and all below it. */
    long used(String dataset) {
        if (trees.isEmpty()) {
            sum();
        }
        return trees.getOrDefault(dataset, 0L);
    }

    private void sum() {
        for (String name : catalogue.datasets().keySet()) {
            long own = ownBytes(name) + usedBySnapshots(name);
            ZfsCatalogue.ancestors(name).forEach(above -> trees.merge(above, own, Long::sum));
        }
    }

    /** A clone has only what it does not share with its origin. */
    long ownBytes(String name) {
        Dataset dataset = catalogue.datasets().get(name);
        return dataset.origin() == null ? dataset.referencedBytes() : 64 << 10;
    }

    long usedBySnapshots(String dataset) {
        return catalogue.snapshotsIn(dataset).stream()
                .mapToLong(Snapshot::usedBytes)
                .sum();
    }

    /** ZFS keeps a thirty-second of the pool to itself; a quota of the dataset or of one above it may leave less. */
    long available(String dataset) {
        String pool = ZfsCatalogue.pool(dataset);
        long size = catalogue.pools().get(pool).sizeBytes();
        long free = size - size / 32 - used(pool);
        for (String above : ZfsCatalogue.ancestors(dataset)) {
            Dataset known = catalogue.datasets().get(above);
            long quota = known == null ? 0 : Long.parseLong(known.properties().getOrDefault("quota", "0"));
            free = quota == 0 ? free : Math.min(free, quota - used(above));
        }
        return Math.max(0, free);
    }
}
