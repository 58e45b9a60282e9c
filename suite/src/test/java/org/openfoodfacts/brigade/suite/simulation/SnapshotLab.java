package org.openfoodfacts.brigade.suite.simulation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.agent.tools.zfs.TakeSnapshotHandler;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;

/** A host with one pool, snapshots taken by hand, and what its facts show of them. */
abstract class SnapshotLab {
    static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    @TempDir
    Path folder;

    Workbench bench;

    @BeforeEach
    void aHostWithOnePool() {
        bench = new Workbench(
                folder,
                Description.of("ovh1", "host", "10.0.0.1")
                        .withPools(new Description.SimulatedPool(
                                "tank", 4L << 40, List.of("tank/off/images", "tank/off/products"))));
    }

    SnapshotsTaken take(String dataset, String name, boolean recursive) {
        TakeSnapshot command = new TakeSnapshot(dataset, name, recursive, "before the migration", END);
        return Workbench.done(new TakeSnapshotHandler().handle(command, bench.execution()), SnapshotsTaken.class);
    }

    SnapshotsFact snapshotsOf(String dataset) {
        return new ZfsProbe()
                .observe(bench.machine(), Watch.NOTHING).stream()
                        .filter(SnapshotsFact.class::isInstance)
                        .map(SnapshotsFact.class::cast)
                        .filter(fact -> fact.dataset().equals(dataset))
                        .findFirst()
                        .orElseThrow();
    }
}
